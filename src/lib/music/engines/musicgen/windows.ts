/**
 * The model hears 30 s at most. A longer piece is made in windows, each beginning with the last 12 s of the one before
 * and adding up to 18 s (audiocraft's `generate` with its `extend_stride` of 18).
 */
const WINDOW_FRAMES = 1500;
const CARRIED_FRAMES = 600;
const STRIDE = WINDOW_FRAMES - CARRIED_FRAMES;

/** A window of a piece. All its frames are counted from the start of the piece. */
export interface Window {
  /** Counted from the start of the piece, also where the first ones are done. */
  index: number;
  /** What the model hears first. */
  start: number;
  /** The first frame that is this window's own; those from `start` are carried over. */
  from: number;
  /** The frame after its last. */
  end: number;
}

/**
 * The windows that are still to be made. Their borders depend on the frame alone and never on where the run began, so
 * that resuming gives what an unbroken run would have given.
 * @param total frames of the whole piece, 1 or more
 * @param given frames that are there already: of this piece, or of another that it goes on from
 * @throws RangeError where more are given than wanted
 */
export function planWindows(total: number, given = 0): Window[] {
  if (!(0 <= given && given <= total)) throw new RangeError(`${given} frames given of ${total}`);
  const count = 1 + Math.ceil(Math.max(0, total - WINDOW_FRAMES) / STRIDE);
  const all = Array.from({ length: count }, (_, index) => {
    const start = index * STRIDE;
    const from = index === 0 ? 0 : start + CARRIED_FRAMES;
    const end = Math.min(start + WINDOW_FRAMES, total);
    return { index, start, from, end };
  });
  return all.filter(({ end }) => end > given);
}
