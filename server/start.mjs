// `npm start`: installs, builds and serves, each only where it is needed. Runs on any Node from 20 on.
import { build } from './build.mjs';
import { install } from './install.mjs';
import { follow, NODE } from './run.mjs';

endWithNpm();
build(install());
process.exitCode = await follow(NODE, ['server/serve.ts']);

/** npm ends at SIGTERM, and so does its shell, which hands nothing on: who is left behind ends as they were told to. */
function endWithNpm() {
  const { ppid, env } = process;
  if (env.npm_lifecycle_event !== 'start') return;
  const watch = setInterval(() => {
    if (process.ppid === ppid) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 1000);
  watch.unref();
}
