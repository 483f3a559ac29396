import type { JobRequest } from '../../src/lib/core/wire/cloud.ts';

/**
 * What the model is told: the fields of `meta/musicgen`.
 * @param recording the address of the recording at Replicate; null where there is none.
 */
export function inputOf(request: JobRequest, recording: string | null): Record<string, unknown> {
  return {
    prompt: request.prompt,
    duration: request.duration,
    model_version: request.version,
    output_format: request.format,
    normalization_strategy: request.normalisation,
    top_k: request.topK,
    top_p: request.topP,
    temperature: request.temperature,
    classifier_free_guidance: request.guidance,
    seed: request.seed,
    ...(recording !== null && {
      input_audio: recording,
      continuation: request.recording?.use === 'continue',
      // The whole of it.
      continuation_start: 0,
    }),
  };
}
