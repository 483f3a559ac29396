import { MODELS, type Model } from '../../../models/manifest.ts';
import { crop } from '../../../src/lib/emotion/crop.ts';
import { detect } from '../../../src/lib/emotion/detection/detect.ts';
import { classify } from '../../../src/lib/emotion/expression.ts';
import type { Pixels } from '../../../src/lib/emotion/picture/pixels.ts';
import { browserOnnx } from '../../../src/lib/runtime/onnx-browser.ts';
import type { Network, Provider } from '../../../src/lib/runtime/onnx.ts';
import { SIDE, THRESHOLD, type Contestant } from './contestant.ts';

/** Our own detector and expression network, with what face-api does: one scale, one view of each face. */
export async function ours(provider: Provider): Promise<Contestant> {
  const detector = await open(MODELS.faceDetector, provider);
  const expression = await open(MODELS.faceExpression, provider);
  return {
    name: `ours ${provider}`,
    async read({ image }) {
      const { width, height, data } = image;
      const picture: Pixels = { width, height, data, original: { width, height } };
      const faces = await detect(detector, picture, SIDE, THRESHOLD);
      const views = faces.flatMap(({ box }) => {
        const region = crop(box, picture);
        return region ? [{ region, mirrored: false }] : [];
      });
      return (await classify(expression, picture, views)).length;
    },
  };
}

async function open(model: Model, provider: Provider): Promise<Network> {
  return browserOnnx.open(await browserOnnx.read(model), provider);
}
