// Runs on whatever Node the machine has, before anything is installed: plain JavaScript, Node's own modules only.
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The folder of the project. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The Node that the project pins, whatever the machine has. */
export const NODE = `${ROOT}node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`;

/**
 * Says on stderr why it can't go on, and ends.
 * @param {string} message
 * @returns {never}
 */
export function fail(message) {
  console.error(message);
  process.exit(1);
}

/**
 * Runs a step that has nothing to say unless it fails; then prints what it said, and ends.
 * @param {string} what names the step to the user
 * @param {string} command
 * @param {string[]} args
 */
export function step(what, command, args) {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (status === 0) return;
  fail(
    `${stdout ?? ''}${stderr ?? ''}\n${what} failed: ${[command, ...args].join(' ')} (${error ?? `exit code ${status}`})`,
  );
}

/**
 * Runs a program that speaks for itself, and hands signals on to it.
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string>} env added to the environment
 * @returns {Promise<number>} its exit code
 */
export function follow(command, args, env = {}) {
  const child = spawn(command, args, {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM']);
  const relay = signals.map((signal) => /** @type {const} */ ([signal, () => child.kill(signal)]));
  for (const [signal, send] of relay) process.on(signal, send);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      for (const [signal, send] of relay) process.off(signal, send);
      resolve(code ?? 1);
    });
  });
}
