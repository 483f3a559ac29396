import { AttuneError } from '../../../core/errors.ts';
import type { Wanted } from '../../../runtime/model-store/model-store.ts';

/** What listening needs of a model; the weights are those that the codec's decoder runs. */
export const ENCODER: Wanted = { encodec_encode: ['fp32'] };

/** A model may lack its encoder, and make music all the same. @returns `model_deaf` where that alone is missing. */
export function ifDeaf(error: AttuneError): AttuneError {
  const { code, details } = error;
  const isEncoder =
    code === 'model_incomplete' && /^(onnx\/)?encodec_encode/.test(String(details['missing']));
  return isEncoder ? new AttuneError('model_deaf', details, { cause: error }) : error;
}
