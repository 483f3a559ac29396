/** How one drum sounds: a tone that falls in pitch, modes of a shell or a plate, and noise. */
export interface DrumSound {
  /** From and to Hz, seconds of the fall (to -60 dB of the way), seconds of decay (to -60 dB), gain. */
  tone?: { from: number; to: number; fall: number; decay: number; gain: number };
  /** Hz, gain and seconds of decay of each mode, the longest first. */
  modes?: readonly (readonly [number, number, number])[];
  noise?: {
    band: 'low' | 'band' | 'high';
    hertz: number;
    q: number;
    attack: number;
    decay: number;
    gain: number;
  };
  pan: number;
}

type Sounds = Readonly<Record<number, DrumSound>>;

const KICK: DrumSound = {
  tone: { from: 132, to: 48, fall: 0.11, decay: 0.42, gain: 0.85 },
  noise: { band: 'low', hertz: 1900, q: 0.6, attack: 0.001, decay: 0.03, gain: 0.1 },
  pan: 0,
};
const SNARE: DrumSound = {
  tone: { from: 260, to: 182, fall: 0.05, decay: 0.2, gain: 0.26 },
  modes: [[331, 0.08, 0.14]],
  noise: { band: 'band', hertz: 2600, q: 0.45, attack: 0.0015, decay: 0.26, gain: 0.4 },
  pan: 0.05,
};
const RIM: DrumSound = {
  modes: [
    [480, 0.16, 0.09],
    [1720, 0.2, 0.06],
    [2430, 0.1, 0.04],
  ],
  noise: { band: 'band', hertz: 2800, q: 0.9, attack: 0.001, decay: 0.03, gain: 0.14 },
  pan: -0.12,
};
const CLAP: DrumSound = {
  noise: { band: 'band', hertz: 1500, q: 0.8, attack: 0.006, decay: 0.26, gain: 0.5 },
  pan: 0.1,
};
const CLOSED_HAT: DrumSound = {
  modes: [
    [7130, 0.012, 0.06],
    [8920, 0.01, 0.05],
  ],
  noise: { band: 'high', hertz: 7600, q: 0.7, attack: 0.001, decay: 0.095, gain: 0.34 },
  pan: 0.28,
};
const OPEN_HAT: DrumSound = {
  modes: [
    [7130, 0.014, 0.4],
    [8920, 0.012, 0.3],
  ],
  noise: { band: 'high', hertz: 7000, q: 0.7, attack: 0.002, decay: 0.55, gain: 0.27 },
  pan: 0.28,
};
const RIDE: DrumSound = {
  modes: [
    [3110, 0.02, 1.6],
    [4270, 0.024, 1.3],
    [5390, 0.022, 1],
    [6840, 0.016, 0.8],
  ],
  noise: { band: 'high', hertz: 6200, q: 0.7, attack: 0.001, decay: 0.7, gain: 0.1 },
  pan: -0.34,
};
const CRASH: DrumSound = {
  modes: [
    [2870, 0.012, 2.2],
    [4130, 0.014, 1.8],
    [5610, 0.012, 1.4],
  ],
  noise: { band: 'high', hertz: 4200, q: 0.6, attack: 0.004, decay: 2.2, gain: 0.22 },
  pan: -0.25,
};
const SHAKER: DrumSound = {
  noise: { band: 'band', hertz: 6400, q: 1.1, attack: 0.022, decay: 0.1, gain: 0.42 },
  pan: 0.36,
};
const TAMBOURINE: DrumSound = {
  modes: [
    [6210, 0.02, 0.22],
    [8230, 0.02, 0.18],
  ],
  noise: { band: 'high', hertz: 6800, q: 0.8, attack: 0.004, decay: 0.18, gain: 0.2 },
  pan: -0.3,
};
const WOOD: DrumSound = {
  modes: [
    [860, 0.26, 0.09],
    [2190, 0.08, 0.05],
  ],
  pan: 0.24,
};
const TRIANGLE: DrumSound = {
  modes: [
    [4180, 0.05, 1.4],
    [6730, 0.04, 1.1],
    [9910, 0.03, 0.8],
  ],
  pan: 0.32,
};

/** A tom or hand drum on `hertz`. */
function tom(hertz: number, decay: number, pan: number): DrumSound {
  return {
    tone: { from: hertz * 1.45, to: hertz, fall: 0.12, decay, gain: 0.6 },
    modes: [[hertz * 1.59, 0.12, decay * 0.4]],
    noise: { band: 'band', hertz: 500 + 3 * hertz, q: 0.5, attack: 0.001, decay: 0.06, gain: 0.09 },
    pan,
  };
}

/** The drums of General MIDI level 1 (its percussion key map) that a kit plays; other keys are played on the nearest. */
export const KIT: Sounds = {
  35: KICK,
  36: KICK,
  37: RIM,
  38: SNARE,
  39: CLAP,
  40: SNARE,
  41: tom(72, 0.7, -0.4),
  42: CLOSED_HAT,
  43: tom(84, 0.65, -0.3),
  44: CLOSED_HAT,
  45: tom(98, 0.6, -0.2),
  46: OPEN_HAT,
  47: tom(116, 0.55, 0),
  48: tom(138, 0.5, 0.15),
  49: CRASH,
  50: tom(164, 0.45, 0.3),
  51: RIDE,
  53: RIDE,
  54: TAMBOURINE,
  55: CRASH,
  56: WOOD,
  57: CRASH,
  59: RIDE,
  60: tom(330, 0.22, 0.3),
  61: tom(245, 0.26, 0.3),
  62: tom(270, 0.16, -0.3),
  63: tom(255, 0.34, -0.3),
  64: tom(190, 0.4, -0.3),
  69: SHAKER,
  70: SHAKER,
  75: WOOD,
  76: WOOD,
  77: WOOD,
  81: TRIANGLE,
  82: SHAKER,
};

/** The same keys under brushes: no stick noise, the snare stroked, the cymbals brushed. */
export const BRUSHES: Sounds = {
  ...KIT,
  36: {
    tone: { from: 96, to: 50, fall: 0.1, decay: 0.34, gain: 0.6 },
    pan: 0,
  },
  37: {
    tone: { from: 220, to: 180, fall: 0.05, decay: 0.12, gain: 0.1 },
    noise: { band: 'band', hertz: 2200, q: 0.6, attack: 0.004, decay: 0.09, gain: 0.3 },
    pan: 0.05,
  },
  38: {
    tone: { from: 215, to: 176, fall: 0.06, decay: 0.16, gain: 0.12 },
    noise: { band: 'band', hertz: 2300, q: 0.4, attack: 0.008, decay: 0.26, gain: 0.42 },
    pan: 0.05,
  },
  39: {
    noise: { band: 'band', hertz: 2900, q: 0.5, attack: 0.01, decay: 0.14, gain: 0.3 },
    pan: 0.1,
  },
  40: {
    noise: { band: 'band', hertz: 3100, q: 0.5, attack: 0.11, decay: 0.55, gain: 0.27 },
    pan: -0.12,
  },
  42: {
    noise: { band: 'high', hertz: 6800, q: 0.6, attack: 0.004, decay: 0.09, gain: 0.22 },
    pan: 0.26,
  },
  44: {
    noise: { band: 'high', hertz: 6000, q: 0.6, attack: 0.003, decay: 0.07, gain: 0.14 },
    pan: 0.26,
  },
  51: {
    modes: [
      [3110, 0.008, 1.3],
      [4270, 0.01, 1.1],
      [5390, 0.009, 0.9],
    ],
    noise: { band: 'high', hertz: 6000, q: 0.6, attack: 0.004, decay: 0.5, gain: 0.09 },
    pan: -0.3,
  },
};

/** A set of low drums played softly with felt: every key is a drum, deep to high. */
export const TOMS: Sounds = {
  ...KIT,
  35: tom(50, 0.9, 0),
  36: tom(55, 0.9, 0),
  38: tom(123, 0.5, 0.1),
  41: tom(65, 0.95, -0.35),
  43: tom(76, 0.85, -0.25),
  45: tom(90, 0.8, -0.1),
  47: tom(106, 0.7, 0.1),
  48: tom(125, 0.6, 0.25),
  50: tom(148, 0.55, 0.35),
};

/** @returns the sound of a percussion key, or that of the nearest key that has one. */
export function drumSound(sounds: Sounds, key: number): DrumSound {
  for (let away = 0; away < 128; away++) {
    const sound = sounds[key - away] ?? sounds[key + away];
    if (sound !== undefined) return sound;
  }
  return KICK;
}
