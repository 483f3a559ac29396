import { pino } from 'pino';

/** The server's log: a line of JSON each on stdout. Never a prompt, a face, an emotion or an address of a person. */
export const log = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime });
