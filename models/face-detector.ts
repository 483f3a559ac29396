import { conv, separable, weight, type Weights } from './layers.ts';
import { graph } from './onnx.ts';
import type { Bytes } from './protobuf.ts';

/**
 * face-api's tiny face detector, a YOLOv2 of separable convolutions. Input `pixels`: normalised RGB, sides divisible by
 * 32. Output `cells`: [1, 25, height / 32, width / 32], for each of five anchors tx, ty, tw, th and objectness.
 */
export function faceDetector(weights: Weights): Bytes {
  const g = graph('face-detector');
  const pixels = g.input('pixels', [1, 3, 'height', 'width']);
  const leaky = (x: string) => g.add('LeakyRelu', [x], { alpha: { float: 0.1 } });
  const pool = (x: string, stride: number) =>
    g.add('MaxPool', [x], { kernel_shape: [2, 2], strides: [stride, stride], auto_pad: 'SAME_UPPER' });

  let x = leaky(conv(g, pixels, weight(weights, 'conv0/filters'), weight(weights, 'conv0/bias')));
  for (const layer of [1, 2, 3, 4, 5]) x = leaky(separable(g, pool(x, 2), weights, `conv${layer}`));
  x = conv(g, pool(x, 1), weight(weights, 'conv8/filters'), weight(weights, 'conv8/bias'));
  return g.finish(x, 'cells', [1, 25, 'rows', 'columns']);
}
