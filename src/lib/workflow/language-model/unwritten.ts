import type { FallBack } from '../agents.ts';

/** The language model did not write; the rules can. */
export class Unwritten extends Error {
  readonly why: FallBack;

  constructor(why: FallBack, options?: ErrorOptions) {
    super(why, options);
    this.why = why;
  }
}
