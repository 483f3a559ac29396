import { nodeOnnx } from '../runtime/onnx-node.ts';
import { inlineReader } from './inline-reader.ts';
import { decodeInNode } from './picture/node.ts';
import type { FaceReader } from './reader.ts';

/** A reader for Node, in the same thread. */
export function nodeReader(): FaceReader {
  return inlineReader(nodeOnnx, decodeInNode);
}
