import type { Audio } from '../../../core/audio.ts';
import { AttuneError } from '../../../core/errors.ts';
import { SAMPLE_RATE } from '../../../core/tokens.ts';

/**
 * Reads a sound of ours in the page: every browser decodes WAV and MP3 so, without what their coders add at both ends.
 * @throws AttuneError `cloud_unusable` where it is none.
 */
export async function decodeSound(sound: Blob): Promise<Audio> {
  const context = new OfflineAudioContext({ numberOfChannels: 2, length: 1, sampleRate: SAMPLE_RATE });
  try {
    const buffer = await context.decodeAudioData(await sound.arrayBuffer());
    const channels = Array.from({ length: buffer.numberOfChannels }, (_, channel) =>
      buffer.getChannelData(channel).slice(),
    );
    return { sampleRate: buffer.sampleRate, channels };
  } catch (cause) {
    throw new AttuneError('cloud_unusable', { reason: sound.type }, { cause });
  }
}
