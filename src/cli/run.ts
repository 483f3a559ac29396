import { AttuneError, unload, useModelHost } from '#lib/index.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { parseCommand, type Command } from './args.ts';
import { compose } from './compose.ts';
import { exitCode } from './exit.ts';
import { help } from './help.ts';
import { speakLanguageOf } from './language.ts';
import type { ErrorStream } from './progress.ts';
import { read } from './read.ts';
import { failureText } from './say.ts';

/** What a command reads and writes besides files. */
export interface Shell {
  env: NodeJS.ProcessEnv;
  stdout: { write(text: string): unknown };
  stderr: ErrorStream;
}

/**
 * Runs one command, and says what came of it in the shell.
 * @param args without the program's name
 * @returns the exit code.
 */
export async function run(args: string[], shell: Shell, signal: AbortSignal): Promise<number> {
  speakLanguageOf(shell.env);
  const { PUBLIC_MODEL_HOST: modelHost } = shell.env;
  try {
    if (modelHost) await useModelHost(modelHost);
    const said = await execute(parseCommand(args), shell.stderr, signal);
    shell.stdout.write(`${said.trimEnd()}\n`);
    return 0;
  } catch (error) {
    const failure = AttuneError.from(error);
    shell.stderr.write(`attune: ${failureText(failure)}\n`);
    return exitCode(failure.code);
  } finally {
    await unload();
  }
}

function execute(command: Command, screen: ErrorStream, signal: AbortSignal): Promise<string> | string {
  if (command.name === 'help') return help();
  if (command.name === 'version') return packageJson.version;
  return command.name === 'read' ? read(command, signal) : compose(command, screen, signal);
}
