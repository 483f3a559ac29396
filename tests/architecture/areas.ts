/** One part of the tree, and the parts it may import besides itself. */
export interface Area {
  name: string;
  /** Matches paths from the root of the project. */
  files: RegExp;
  imports: string[];
  /** What to do instead of the arrow that is missing from `imports`. */
  instead: string;
}

const BELOW_STAGES = ['runtime', 'models', 'core'];
const STAGE_NAMES = ['emotion', 'workflow', 'music', 'audio', 'learn', 'store', 'sync', 'player'];

const stage = (name: string): Area => ({
  name,
  files: new RegExp(`^src/lib/${name}/`),
  imports: BELOW_STAGES,
  instead:
    'stages never import one another: what two of them need is a type in src/lib/core, and src/lib/pipeline.ts hands results on. ' +
    'The server is reached by fetch, through a schema in core',
});

/** The arrows of the design: routes, cli -> pipeline -> stages -> runtime -> core. The first area that matches a file owns it. */
export const AREAS: Area[] = [
  {
    name: 'tests',
    files: /^tests\//,
    imports: [
      'routes',
      'cli',
      'ui',
      'pipeline',
      ...STAGE_NAMES,
      'i18n',
      ...BELOW_STAGES,
      'server',
      'drizzle',
    ],
    instead: 'tests may import anything that is in the tree',
  },
  {
    name: 'routes',
    files: /^src\/(routes\/|hooks\.|app\.d\.ts)/,
    imports: ['ui', 'pipeline', ...STAGE_NAMES, 'i18n', 'runtime', 'core', 'server'],
    instead: 'a page shows components of src/lib/ui; an endpoint calls server/',
  },
  {
    name: 'cli',
    files: /^src\/cli\//,
    imports: ['pipeline', ...STAGE_NAMES, 'i18n', 'core'],
    instead: 'the command line calls the public API, src/lib/index.ts',
  },
  {
    name: 'ui',
    files: /^src\/lib\/ui\//,
    imports: ['pipeline', ...STAGE_NAMES, 'i18n', 'runtime', 'core'],
    instead:
      'components may import anything in src/lib, but nothing outside; data of the server comes by fetch',
  },
  {
    name: 'i18n',
    files: /^src\/lib\/i18n\//,
    imports: ['core'],
    instead: 'messages know nothing of the app but its words',
  },
  ...STAGE_NAMES.map(stage),
  {
    name: 'runtime',
    files: /^src\/lib\/runtime\//,
    imports: ['models', 'core'],
    instead: 'the runtime knows no stage: let the stage pass what it needs as an argument',
  },
  {
    name: 'core',
    files: /^src\/lib\/core\//,
    imports: [],
    instead: 'core imports nothing of ours: move what it needs into core, or the code out of it',
  },
  {
    name: 'pipeline',
    files: /^src\/lib\/[^/]+$/,
    imports: [...STAGE_NAMES, 'runtime', 'core'],
    instead: 'the pipeline joins stages; what only the page or the command line needs lies there',
  },
  {
    name: 'models',
    files: /^models\//,
    imports: ['core'],
    instead: 'the builders run before anything else is there, and import only core',
  },
  {
    name: 'server',
    files: /^server\//,
    imports: ['core', 'drizzle'],
    instead: 'the server shares with the page only the schemas of src/lib/core',
  },
  {
    name: 'drizzle',
    files: /^drizzle\//,
    imports: ['core'],
    instead: 'tables know nothing of who reads them; words of the domain come from src/lib/core',
  },
];
