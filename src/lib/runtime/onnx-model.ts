import type { Model } from '../../../models/manifest.ts';
import { AttuneError } from '../core/errors.ts';

/**
 * Holds a model's bytes to the manifest.
 * @throws AttuneError `model_corrupt` when they are not what was built.
 */
export async function verifyModel(model: Model, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const found = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (found !== model.sha256) throw new AttuneError('model_corrupt', { file: model.file });
}
