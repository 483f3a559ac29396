/** Makes the bundled networks: `node models/build.ts`. Files that are already there and right are left alone. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { faceDetector } from './face-detector.ts';
import { faceExpression } from './face-expression.ts';
import { MODELS, type Model } from './manifest.ts';
import { readWeights } from './weights.ts';

const WEIGHTS = new URL('../node_modules/@vladmandic/face-api/model/', import.meta.url);
const TARGET = new URL('../static/models/', import.meta.url);

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function isBuilt(model: Model): Promise<boolean> {
  const bytes = await readFile(new URL(model.file, TARGET)).catch(() => null);
  return bytes !== null && sha256(bytes) === model.sha256;
}

async function build(model: Model, write: () => Promise<Uint8Array>): Promise<void> {
  if (await isBuilt(model)) return;
  const bytes = await write();
  const found = sha256(bytes);
  if (found !== model.sha256) {
    throw new Error(
      `${model.file} came out as ${bytes.length} bytes with sha256 ${found}; models/manifest.ts has ${model.bytes} bytes with ${model.sha256}`,
    );
  }
  await mkdir(TARGET, { recursive: true });
  // Written beside and renamed, so that an interrupted build leaves no half file behind.
  const partial = new URL(`${model.file}.partial`, TARGET);
  await writeFile(partial, bytes);
  await rename(partial, new URL(model.file, TARGET));
}

await build(MODELS.faceDetector, async () => faceDetector(await readWeights(WEIGHTS, 'tiny_face_detector')));
await build(MODELS.faceExpression, async () => faceExpression(await readWeights(WEIGHTS, 'face_expression')));
