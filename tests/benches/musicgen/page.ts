import { ledger } from '../../../src/lib/runtime/onnx-device-browser.ts';
import type { Contestant, Order } from './contestant.ts';
import { ours } from './ours.ts';
import { transformersJs } from './transformers-js.ts';

/** What both made of the same order. */
export interface Race {
  /** Milliseconds of every step. */
  ours: number[];
  theirs: number[];
  /** Whether all codes are the same. */
  isSame: boolean;
}

/** What one step asked of the graphics card. */
export interface Work {
  dispatches: number;
  readBacks: number;
  readBytes: number;
}

declare global {
  interface Window {
    raceMusicgen(order: Order): Promise<Race>;
    workOfMusicgen(order: Order): Promise<{ ours: Work; theirs: Work }>;
    /** Steps that are done, for who waits. */
    progress: number;
  }
}

/** Steps take turns, so that whatever else the machine does slows both alike. Ours loads first, as it finds onnxruntime's memory. */
window.raceMusicgen = async (order) => {
  const [own, other] = [await ours(order), await transformersJs(order)];
  const times: Omit<Race, 'isSame'> = { ours: [], theirs: [] };
  for (window.progress = 0; window.progress < order.steps; window.progress++) {
    times.ours.push(await own.step());
    times.theirs.push(await other.step());
  }
  const [found, expected] = [await own.finish(), await other.finish()];
  return { ...times, isSame: JSON.stringify(found) === JSON.stringify(expected) };
};

/** Of the last step, when everything is compiled. */
window.workOfMusicgen = async (order) => {
  const count = async (contestant: Contestant): Promise<Work> => {
    let before = { ...ledger };
    for (let step = 0; step < order.steps; step++) {
      before = { ...ledger };
      await contestant.step();
    }
    const work = {
      dispatches: ledger.dispatches - before.dispatches,
      readBacks: ledger.readBacks - before.readBacks,
      readBytes: ledger.readBytes - before.readBytes,
    };
    await contestant.finish();
    return work;
  };
  return { ours: await count(await ours(order)), theirs: await count(await transformersJs(order)) };
};
