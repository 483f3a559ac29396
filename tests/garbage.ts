import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');

/** Collects what is of no use any more, at once. */
export const collectGarbage = runInNewContext('gc') as () => void;

/** @returns bytes that this process uses once what is of no use has been collected. */
export function memoryInUse(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
