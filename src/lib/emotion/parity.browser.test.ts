import * as faceapi from '@vladmandic/face-api';
import { beforeAll, expect, test, vi } from 'vitest';
import { MODELS, type Model } from '../../../models/manifest.ts';
import type { Box } from '../core/reading.ts';
import { browserOnnx } from '../runtime/onnx-browser.ts';
import type { Network, Provider } from '../runtime/onnx.ts';
import { crop } from './crop.ts';
import { detect } from './detection/detect.ts';
import { overlap } from './detection/overlap.ts';
import { classify } from './expression.ts';
import type { Pixels } from './picture/pixels.ts';

// Both compile WebAssembly first, and software graphics are slow.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

const SIDE = 416;
const PACKAGE = '/node_modules/@vladmandic/face-api';

/** face-api's names for our seven emotions. */
const THEIR_NAME = {
  angry: 'angry',
  disgust: 'disgusted',
  fear: 'fearful',
  sad: 'sad',
  neutral: 'neutral',
  happy: 'happy',
  surprise: 'surprised',
} as const;

async function open(model: Model, provider: Provider): Promise<Network> {
  return browserOnnx.open(await browserOnnx.read(model), provider);
}

async function sample(n: number): Promise<ImageData> {
  const blob = await (await fetch(`${PACKAGE}/demo/sample${n}.jpg`)).blob();
  const bitmap = await createImageBitmap(blob);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height);
}

function pixels({ width, height, data }: ImageData): Pixels {
  return { width, height, data, original: { width, height } };
}

let detector: Network;
let expression: Network;

beforeAll(async () => {
  const tf = faceapi.tf as unknown as {
    setWasmPaths(prefix: string): void;
    setBackend(name: string): Promise<boolean>;
    ready(): Promise<void>;
  };
  tf.setWasmPaths('/node_modules/@tensorflow/tfjs-backend-wasm/dist/');
  expect(await tf.setBackend('wasm')).toBe(true);
  await tf.ready();
  await faceapi.nets.tinyFaceDetector.loadFromUri(`${PACKAGE}/model`);
  await faceapi.nets.faceExpressionNet.loadFromUri(`${PACKAGE}/model`);
  detector = await open(MODELS.faceDetector, 'wasm');
  expression = await open(MODELS.faceExpression, 'wasm');
});

test.each([1, 2, 3, 4, 5, 6])("finds face-api's faces and expressions in its sample %i", async (n) => {
  const image = await sample(n);
  const options = new faceapi.TinyFaceDetectorOptions({ inputSize: SIDE, scoreThreshold: 0.5 });
  const tensor = faceapi.tf.browser.fromPixels(image) as unknown as faceapi.TNetInput;
  const theirs = await faceapi.detectAllFaces(tensor, options).withFaceExpressions();

  const picture = pixels(image);
  const ours = await detect(detector, picture, SIDE, 0.5);
  expect(ours).toHaveLength(theirs.length);
  for (const { detection, expressions } of theirs) {
    const { x, y, width, height } = detection.box;
    const own = ours.find(({ box }) => overlap(box, relative(detection.box, picture)) > 0.9)!;
    expect(own).toBeDefined();
    expect(Math.abs(own.box.x * picture.width - x)).toBeLessThan(0.05);
    expect(Math.abs(own.box.y * picture.height - y)).toBeLessThan(0.05);
    expect(Math.abs(own.box.width * picture.width - width)).toBeLessThan(0.05);
    expect(Math.abs(own.box.height * picture.height - height)).toBeLessThan(0.05);
    expect(Math.abs(own.score - detection.score)).toBeLessThan(1e-4);

    const view = { region: crop(own.box, picture)!, mirrored: false };
    const [probabilities] = await classify(expression, picture, [view]);
    for (const [emotion, name] of Object.entries(THEIR_NAME)) {
      const probability = probabilities![emotion as keyof typeof THEIR_NAME];
      expect(Math.abs(probability - expressions[name])).toBeLessThan(1e-4);
    }
  }
});

test('WebGPU says what WebAssembly says', async () => {
  const picture = pixels(await sample(3));
  const gpu = {
    detector: await open(MODELS.faceDetector, 'webgpu'),
    expression: await open(MODELS.faceExpression, 'webgpu'),
  };
  // A small scale, as software graphics are slow.
  const expected = await detect(detector, picture, 224, 0.25);
  const found = await detect(gpu.detector, picture, 224, 0.25);
  expect(expected.length).toBeGreaterThan(0);
  expect(found).toHaveLength(expected.length);
  found.forEach(({ box, score }, i) => {
    expect(Math.abs(score - expected[i]!.score)).toBeLessThan(1e-3);
    expect(overlap(box, expected[i]!.box)).toBeGreaterThan(0.998);
  });

  const views = [{ region: crop(expected[0]!.box, picture)!, mirrored: false }];
  const [onGpu] = await classify(gpu.expression, picture, views);
  const [onCpu] = await classify(expression, picture, views);
  for (const emotion of Object.keys(THEIR_NAME) as (keyof typeof THEIR_NAME)[]) {
    expect(Math.abs(onGpu![emotion] - onCpu![emotion])).toBeLessThan(1e-3);
  }
});

function relative(box: Box, { width, height }: Pixels): Box {
  return { x: box.x / width, y: box.y / height, width: box.width / width, height: box.height / height };
}
