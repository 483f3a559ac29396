import type { Audio } from '../../core/audio.ts';
import { AttuneError } from '../../core/errors.ts';
import { canEncode, planVideo } from './codecs.ts';
import { CODED_FORMATS, type CodedFormat, type Encoder, type Form } from './encoder.ts';
import { encodeSound, SOUND_CODECS } from './encode-sound.ts';
import { encodeVideo } from './encode-video.ts';

/** The encoder in this thread. */
export const inlineEncoder: Encoder = {
  formats,
  async encode(audio, format, metadata, progress, signal) {
    if (signal?.aborted) throw new AttuneError('cancelled');
    if (format !== 'video') {
      if (!(await canEncode(SOUND_CODECS[format], formOf(audio)))) throw await unsupported(audio, format);
      return encodeSound(audio, format, metadata, progress, signal);
    }
    const plan = await planVideo(formOf(audio));
    if (plan === null) throw await unsupported(audio, format);
    return encodeVideo(audio, plan, metadata, progress, signal);
  },
};

async function formats(form: Form): Promise<CodedFormat[]> {
  const can = await Promise.all(
    CODED_FORMATS.map(async (format) =>
      format === 'video' ? (await planVideo(form)) !== null : canEncode(SOUND_CODECS[format], form),
    ),
  );
  return CODED_FORMATS.filter((_, index) => can[index]);
}

function formOf({ sampleRate, channels }: Audio): Form {
  return { sampleRate, channels: channels.length };
}

async function unsupported(audio: Audio, format: CodedFormat): Promise<AttuneError> {
  const others = ['wav', ...(await formats(formOf(audio)))];
  return new AttuneError('format_unsupported', { format, formats: others.join(', ') });
}
