/** How long a recording may be that music goes on from, seconds, to the second. A longer one is not cut: its owner knows where. */
export const RECORDING = { min: 1, max: 60 };
