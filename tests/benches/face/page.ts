import { threads } from '../../../src/lib/runtime/onnx.ts';
import type { Contestant, Picture } from './contestant.ts';
import { faceApi } from './face-api.ts';
import { ours } from './ours.ts';

/** What one contestant made of one picture. */
export interface Timing {
  contestant: string;
  picture: string;
  faces: number;
  /** Median milliseconds. */
  milliseconds: number;
}

declare global {
  interface Window {
    /** Lets two contestants read the pictures in turn. */
    race(kind: 'wasm' | 'gpu', runs: number): Promise<Timing[]>;
  }
}

window.race = async (kind, runs) => {
  const pictures = await Promise.all([1, 2, 3, 4, 5, 6].map(load));
  const contestants =
    kind === 'wasm'
      ? [await ours('wasm'), await faceApi('wasm', threads())]
      : [await ours('webgpu'), await faceApi('webgl', threads())];
  const timings: Timing[] = [];
  for (const picture of kind === 'wasm' ? pictures : pictures.slice(0, 1)) {
    timings.push(...(await race(contestants, picture, runs)));
  }
  return timings;
};

/** Runs take turns, so that whatever else the machine does slows both alike. The first of each, which compiles, does not count. */
async function race(contestants: Contestant[], picture: Picture, runs: number): Promise<Timing[]> {
  const faces = new Map<Contestant, number>();
  for (const contestant of contestants) faces.set(contestant, await contestant.read(picture));
  const times = new Map(contestants.map((contestant) => [contestant, [] as number[]]));
  for (let run = 0; run < runs; run++) {
    for (const contestant of contestants) {
      const begun = performance.now();
      await contestant.read(picture);
      times.get(contestant)!.push(performance.now() - begun);
    }
  }
  return contestants.map((contestant) => ({
    contestant: contestant.name,
    picture: picture.name,
    faces: faces.get(contestant)!,
    milliseconds: median(times.get(contestant)!),
  }));
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

async function load(n: number): Promise<Picture> {
  const name = `sample${n}.jpg`;
  const bitmap = await createImageBitmap(
    await (await fetch(`/node_modules/@vladmandic/face-api/demo/${name}`)).blob(),
  );
  const canvas = document.createElement('canvas');
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(bitmap, 0, 0);
  return { name, canvas, image: context.getImageData(0, 0, canvas.width, canvas.height) };
}
