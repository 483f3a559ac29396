import { AttuneError } from '#lib/core/errors.ts';
import { access } from './access.svelte.ts';

/** What was asked of the server, of which the last question alone counts. */
export class Answer<T> {
  value = $state.raw<T | null>(null);
  error = $state.raw<AttuneError | null>(null);
  asking = $state(false);
  #under: AbortController | undefined;

  /** Asks, in place of what may still be asked. What was answered before stays until there is something new. */
  async ask(question: (signal: AbortSignal) => Promise<T>): Promise<void> {
    this.#under?.abort();
    const under = (this.#under = new AbortController());
    this.asking = true;
    try {
      const value = await question(under.signal);
      if (under.signal.aborted) return;
      this.value = value;
      this.error = null;
    } catch (error) {
      if (under.signal.aborted) return;
      this.error = AttuneError.from(error);
      access.notice(this.error);
    }
    this.asking = false;
  }
}
