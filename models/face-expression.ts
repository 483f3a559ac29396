import { conv, separable, weight, type Weights } from './layers.ts';
import { graph, type Value } from './onnx.ts';
import type { Bytes } from './protobuf.ts';

/**
 * face-api's expression network: four densely connected blocks of separable convolutions. Input `faces`: normalised RGB.
 * Output `probabilities`: [batch, 7] in face-api's order.
 */
export function faceExpression(weights: Weights): Bytes {
  const g = graph('face-expression');
  const faces = g.input('faces', ['batch', 3, 112, 112]);
  const relu = (x: Value) => g.add('Relu', [x]);
  const plus = (a: Value, b: Value) => g.add('Add', [a, b]);
  const halve = { strides: [2, 2], auto_pad: 'SAME_UPPER' };

  let x = faces;
  for (const block of ['dense0', 'dense1', 'dense2', 'dense3']) {
    const first =
      block === 'dense0'
        ? conv(g, x, weight(weights, 'dense0/conv0/filters'), weight(weights, 'dense0/conv0/bias'), halve)
        : separable(g, x, weights, `${block}/conv0`, halve);
    let sum = relu(first);
    let input = sum;
    for (const layer of ['conv1', 'conv2', 'conv3']) {
      sum = plus(sum, separable(g, input, weights, `${block}/${layer}`));
      input = relu(sum);
    }
    x = input;
  }
  const features = g.add('Flatten', [g.add('GlobalAveragePool', [x])]);
  const fc = weight(weights, 'fc/weights');
  const bias = weight(weights, 'fc/bias');
  const logits = g.add('Gemm', [features, g.constant(fc.shape, fc.data), g.constant(bias.shape, bias.data)]);
  return g.finish(g.add('Softmax', [logits], { axis: 1 }), 'probabilities', ['batch', 7]);
}
