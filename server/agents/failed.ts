import type { AgentFailure } from '../../src/lib/core/wire/agents.ts';

/** A language model did not write. The code is told to the page; the cause stays here. */
export class Failed extends Error {
  readonly code: AgentFailure;

  constructor(code: AgentFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
