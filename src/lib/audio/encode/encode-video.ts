import { AudioSampleSource, CanvasSource, Mp4OutputFormat, Quality, WebMOutputFormat } from 'mediabunny';
import { seconds, type Audio } from '../../core/audio.ts';
import { checkpoint } from '../checkpoint.ts';
import { audioQuality, audioTail, VIDEO, type VideoPlan } from './codecs.ts';
import type { EncodedFile } from './encoder.ts';
import type { FileMetadata } from './metadata.ts';
import { pieces } from './pieces.ts';
import { createScene } from './scene.ts';
import { writeFile } from './write-file.ts';

/** Bits a second at most; a picture that hardly changes takes less. */
const BITRATE = 1_500_000;

/** Writes a video of the waveform, as long as the sound; as in `Encoder`. */
export async function encodeVideo(
  audio: Audio,
  plan: VideoPlan,
  metadata: FileMetadata,
  progress?: (fraction: number) => void,
  signal?: AbortSignal,
): Promise<EncodedFile> {
  const scene = createScene(audio, metadata);
  const picture = new CanvasSource(scene.canvas, {
    codec: plan.video,
    quality: new Quality({ bitrate: BITRATE, bitrateMode: 'variable' }),
  });
  const quality = audioQuality(plan.audio, audio.channels.length);
  const sound = new AudioSampleSource({ codec: plan.audio, ...(quality === undefined ? {} : { quality }) });
  const total = seconds(audio);

  const bytes = await writeFile(
    plan.container === 'mp4' ? new Mp4OutputFormat({ fastStart: 'in-memory' }) : new WebMOutputFormat(),
    metadata,
    (output) => {
      output.addVideoTrack(picture, { frameRate: VIDEO.rate });
      output.addAudioTrack(sound);
    },
    async () => {
      let frame = 0;
      for (const { sample, end } of pieces(audio, audioTail(plan.audio))) {
        await sound.add(sample);
        sample.close();
        for (; frame / VIDEO.rate < Math.min(end, total); frame++) {
          const time = frame / VIDEO.rate;
          scene.draw(time);
          await picture.add(time, Math.min(1 / VIDEO.rate, total - time));
          await checkpoint(signal);
          progress?.(time / total);
        }
      }
    },
  );
  return { bytes, type: `video/${plan.container}`, ending: `.${plan.container}` };
}
