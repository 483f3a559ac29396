import * as faceapi from '@vladmandic/face-api';
import { SIDE, THRESHOLD, type Contestant } from './contestant.ts';

interface Backends {
  setWasmPaths(prefix: string): void;
  setThreadsCount(threads: number): void;
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
}

const ROOT = '/node_modules/@vladmandic/face-api/model';
const tf = faceapi.tf as unknown as Backends;

/** face-api as its users call it, on a canvas: the faster of the inputs it takes. @throws Error where the backend does not start */
export async function faceApi(backend: 'wasm' | 'webgl', threads: number): Promise<Contestant> {
  tf.setWasmPaths('/node_modules/@tensorflow/tfjs-backend-wasm/dist/');
  if (backend === 'wasm') tf.setThreadsCount(threads);
  if (!(await tf.setBackend(backend))) throw new Error(`tensorflow.js has no ${backend} here`);
  await tf.ready();
  await faceapi.nets.tinyFaceDetector.loadFromUri(ROOT);
  await faceapi.nets.faceExpressionNet.loadFromUri(ROOT);
  const options = new faceapi.TinyFaceDetectorOptions({ inputSize: SIDE, scoreThreshold: THRESHOLD });
  return {
    name: `face-api ${backend}`,
    read: async ({ canvas }) => (await faceapi.detectAllFaces(canvas, options).withFaceExpressions()).length,
  };
}
