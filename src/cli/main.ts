import { AttuneError, unload, useModelHost } from '#lib/index.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { parseCommand, type Command } from './args.ts';
import { compose } from './compose.ts';
import { exitCode } from './exit.ts';
import { help } from './help.ts';
import { speakLanguageOf } from './language.ts';
import { read } from './read.ts';
import { failureText } from './say.ts';

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());
process.once('SIGTERM', () => interrupted.abort());

speakLanguageOf(process.env);
const { PUBLIC_MODEL_HOST: modelHost } = process.env;
try {
  if (modelHost) await useModelHost(modelHost);
  const command = parseCommand(process.argv.slice(2));
  process.stdout.write(`${(await execute(command, interrupted.signal)).trimEnd()}\n`);
} catch (error) {
  const failure = AttuneError.from(error);
  process.stderr.write(`attune: ${failureText(failure)}\n`);
  process.exitCode = exitCode(failure.code);
} finally {
  await unload();
}

function execute(command: Command, signal: AbortSignal): Promise<string> | string {
  if (command.name === 'help') return help();
  if (command.name === 'version') return packageJson.version;
  return command.name === 'read' ? read(command, signal) : compose(command, signal);
}
