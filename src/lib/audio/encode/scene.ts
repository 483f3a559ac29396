import { seconds, type Audio } from '../../core/audio.ts';
import type { Genre } from '../../core/brief.ts';
import { VIDEO } from './codecs.ts';
import type { FileMetadata } from './metadata.ts';
import { outline } from './outline.ts';

const { width: WIDTH, height: HEIGHT } = VIDEO;
const MARGIN = 96;
const BARS = 136;
const BAR_WIDTH = 5;
const BAR_HEIGHT = 260;
const MIDDLE = 420;
const TITLE = "500 46px 'Iowan Old Style', Palatino, Georgia, 'Songti SC', 'Noto Serif CJK SC', serif";

/**
 * Hue of a piece, degrees in OKLCH: cool for still genres, warm for warm ones. By genre and not by emotion, because a
 * file is passed on and must not tell what was read off a face.
 */
const HUES: Record<Genre, number> = {
  'lo-fi': 78,
  ambient: 200,
  'classical-piano': 235,
  rnb: 350,
  pop: 28,
  cinematic: 255,
  'folk-guitar': 110,
  electronic: 300,
  rock: 45,
  metal: 20,
  industrial: 225,
};

/** The moving picture of a piece: its title over its waveform, lit up to the playhead. */
export interface Scene {
  canvas: OffscreenCanvas;
  /** Draws the picture of a moment, in seconds. */
  draw(time: number): void;
}

/** What changes is drawn over two still pictures, one of the piece before it is played, one after. */
export function createScene(audio: Audio, { title, genre }: FileMetadata): Scene {
  const hue = HUES[genre];
  const bars = outline(audio, BARS);
  const ahead = still(title, hue, bars, `oklch(0.46 0.05 ${hue})`);
  const played = still(title, hue, bars, `oklch(0.82 0.075 ${hue})`);
  const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
  // Opaque, and read back on every frame.
  const pen = penOf(canvas);
  const total = seconds(audio);

  return {
    canvas,
    draw(time) {
      const x = MARGIN + Math.min(1, time / total) * (WIDTH - 2 * MARGIN);
      pen.drawImage(ahead, 0, 0);
      pen.drawImage(played, 0, 0, x, HEIGHT, 0, 0, x, HEIGHT);
      pen.fillStyle = '#ede6d9';
      pen.fillRect(x - 1, MIDDLE - BAR_HEIGHT / 2, 2, BAR_HEIGHT);
    },
  };
}

function still(title: string, hue: number, bars: Float32Array, color: string): OffscreenCanvas {
  const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
  const pen = penOf(canvas);
  const sky = pen.createLinearGradient(0, 0, 0, HEIGHT);
  sky.addColorStop(0, '#16202b');
  sky.addColorStop(1, `oklch(0.32 0.04 ${hue})`);
  pen.fillStyle = sky;
  pen.fillRect(0, 0, WIDTH, HEIGHT);

  pen.fillStyle = '#ede6d9';
  pen.font = TITLE;
  pen.fillText(title, MARGIN, 150, WIDTH - 2 * MARGIN);

  pen.fillStyle = color;
  const pitch = (WIDTH - 2 * MARGIN) / bars.length;
  pen.beginPath();
  bars.forEach((bar, index) => {
    const height = Math.max(BAR_WIDTH, bar * BAR_HEIGHT);
    const x = MARGIN + index * pitch + (pitch - BAR_WIDTH) / 2;
    pen.roundRect(x, MIDDLE - height / 2, BAR_WIDTH, height, BAR_WIDTH / 2);
  });
  pen.fill();
  return canvas;
}

function penOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  return canvas.getContext('2d', { alpha: false, willReadFrequently: true })!;
}
