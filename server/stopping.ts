/**
 * server/serve.ts is told to end; the built app, which has a copy of this module of its own, has to know. So this is
 * kept once for the process.
 */
const KEY = Symbol.for('attune.stopping');
const kept = globalThis as { [KEY]?: AbortController };
const controller = (kept[KEY] ??= new AbortController());

/** Aborts when this process is told to end: it takes nothing new, and what goes on for long comes to its end. */
export const stopping: AbortSignal = controller.signal;

/** Tells everybody that this process is to end. */
export function beginStopping(): void {
  controller.abort();
}
