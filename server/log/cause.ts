/**
 * @returns what failed, for the log: the classes of an error and of its causes, the codes that the system or the
 * database gave them, and the place in the code. No message: drizzle's hold the values of a query, others what somebody
 * sent.
 */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'something else than an error was thrown';
  const [, place] = /\/([^/\s]+:\d+:\d+)\)?$/m.exec(error.stack ?? '') ?? [];
  return place === undefined ? kindOf(error) : `${kindOf(error)} at ${place}`;
}

function kindOf({ name, code, cause }: Error & { code?: unknown }): string {
  const kind = typeof code === 'string' && /^\w{1,40}$/.test(code) ? `${name} ${code}` : name;
  return cause instanceof Error ? `${kind} (${kindOf(cause)})` : kind;
}
