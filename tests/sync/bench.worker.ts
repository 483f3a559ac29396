import { parentPort, workerData } from 'node:worker_threads';
import type { Address } from '../../server/database/address.ts';
import { runLane } from './lane.ts';

/** What a thread of the bench does: the histories from `first`, every `step`th, up to `last`. */
export interface Share {
  addresses: Address[];
  first: number;
  last: number;
  step: number;
}

const { addresses, first, last, step } = workerData as Share;
let seed = first - step;
const next = (): number | null => ((seed += step) > last ? null : seed);
await Promise.all(
  addresses.map((address) => runLane(address, next, (failure) => parentPort!.postMessage(failure))),
);
