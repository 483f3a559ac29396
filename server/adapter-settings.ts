/** How SvelteKit's names of its settings begin here: those that people set for other programs are none of its business. */
export const PREFIX = 'SVELTEKIT_';

/** Headers that server/app.ts writes, over whatever was sent, and that SvelteKit reads. */
export const PROTOCOL = 'x-forwarded-proto';
export const ADDRESS = 'x-attune-client';

/**
 * What SvelteKit's handler is told, through the environment. Every endpoint says itself how long a body may be
 * (server/http/read-json.ts) and answers so; SvelteKit's own limit would count as a failure.
 */
export const SETTINGS = {
  [`${PREFIX}PROTOCOL_HEADER`]: PROTOCOL,
  [`${PREFIX}ADDRESS_HEADER`]: ADDRESS,
  [`${PREFIX}BODY_SIZE_LIMIT`]: 'Infinity',
};
