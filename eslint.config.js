import { defineConfig } from 'eslint/config';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

const worker = {
  selector: 'NewExpression[callee.name=/^(Shared)?Worker$/]',
  message:
    'A worker has one owner: make it in a `worker-*.ts` beside its `*.worker.ts`, and call it through runtime/rpc.',
};
const listener = {
  selector: 'CallExpression[callee.property.name="addEventListener"]',
  message:
    'A listener has one owner: <svelte:window on...> or an attribute in a component, runtime/rpc for workers, player/ for sound, sync/ for what wakes it.',
};
const timer = {
  selector: 'CallExpression[callee.name="setInterval"], CallExpression[callee.property.name="setInterval"]',
  message: 'A timer has one owner: player/ keeps the clock; elsewhere use $effect with its cleanup.',
};
const network = {
  selector: [
    'CallExpression[callee.name="fetch"]',
    'CallExpression[callee.property.name=/^(fetch|sendBeacon)$/]',
    'NewExpression[callee.name=/^(XMLHttpRequest|WebSocket|EventSource|RTCPeerConnection|WebTransport)$/]',
  ].join(', '),
  message:
    'Only runtime/ (networks), sync/, routes/ and agent-server.ts speak to the network, so that no picture can leave by accident.',
};
const enumeration = {
  selector: 'TSEnumDeclaration, TSParameterProperty, TSModuleDeclaration[declare!=true]',
  message: 'Node runs this file by stripping its types: use a union of strings, a field, or a module.',
};
const chance = {
  selector: 'MemberExpression[object.name="Math"][property.name="random"]',
  message: 'The same seed gives the same piece: draw from the seeded generator.',
};
const transcendental = {
  selector:
    'MemberExpression[object.name="Math"][property.name=/^(a?(sin|cos|tan)h?|atan2|exp|expm1|log|log2|log10|log1p|pow|cbrt|hypot)$/]',
  message:
    "ECMAScript leaves the last bits of this function open, so bytes would differ between engines: use the composer's own arithmetic.",
};
const power = {
  selector: 'BinaryExpression[operator="**"], AssignmentExpression[operator="**="]',
  message: "The last bits of ** are open in ECMAScript: multiply, or use the composer's own arithmetic.",
};
const everywhere = [worker, listener, timer, network, enumeration];

/**
 * @param {{ selector: string, message: string }[]} rules
 * @returns {import("eslint").Linter.RulesRecord}
 */
const restrict = (rules) => ({ 'no-restricted-syntax': ['error', ...rules] });
/** @param {{ selector: string, message: string }[]} owned */
const except = (...owned) => restrict(everywhere.filter((rule) => !owned.includes(rule)));

export default defineConfig(
  { ignores: ['build/', '.svelte-kit/', 'src/lib/i18n/paraglide/', 'static/', 'test-results/'] },
  ts.configs.recommended,
  svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.browser, ...globals.node },
      parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] },
    },
  },
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser } } },
  {
    rules: {
      'max-lines': ['error', { max: 500 }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-var': 'error',
      'prefer-const': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // The compiler checks names better than the linter does.
      'no-undef': 'off',
      // One page, no base path.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  { files: ['**/*.svelte'], rules: { 'prefer-const': 'off', 'svelte/prefer-const': 'error' } },
  {
    files: ['src/**/*.{ts,svelte}', 'server/**/*.ts', 'models/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/only-throw-error': 'error',
    },
  },
  { files: ['src/**/*.{ts,svelte}'], rules: restrict(everywhere) },
  {
    files: ['src/lib/**/*.{ts,svelte}'],
    rules: { 'no-console': ['error'] },
  },
  { files: ['src/lib/**/worker-*.ts'], rules: except(worker) },
  { files: ['src/lib/runtime/rpc/**'], rules: except(worker, listener) },
  { files: ['src/lib/runtime/until-aborted.ts'], rules: except(listener) },
  {
    files: [
      'src/lib/runtime/onnx-*.ts',
      'src/lib/runtime/server-api.ts',
      'src/lib/runtime/model-store/hub/*.ts',
      'src/lib/workflow/language-model/agent-server.ts',
      'src/routes/**',
    ],
    rules: except(network),
  },
  { files: ['src/lib/sync/**'], rules: except(network, listener) },
  { files: ['src/lib/player/**'], rules: except(listener, timer) },
  {
    files: ['src/lib/music/engines/composer/**/*.ts'],
    ignores: ['**/worker-*.ts'],
    rules: restrict([...everywhere, chance, transcendental, power]),
  },
  // Types alone, the way SvelteKit asks for them.
  { files: ['src/app.d.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['**/*.test.ts', '**/*.testing.ts'], rules: { 'no-restricted-syntax': 'off' } },
);
