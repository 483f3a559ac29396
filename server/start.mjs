// `npm start`: installs, builds and serves, each only where it is needed. Runs on any Node from 20 on.
import { build } from './build.mjs';
import { install } from './install.mjs';
import { follow, NODE } from './run.mjs';

build(install());
process.exitCode = await follow(NODE, ['server/serve.ts']);
