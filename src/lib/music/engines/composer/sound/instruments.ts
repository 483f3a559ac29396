import type { Instrument } from '../../../../core/brief.ts';
import { Amplifier } from './inserts/amplifier.ts';
import { Body, GUITAR_BODY, HARP_BODY } from './inserts/body.ts';
import { Chorus } from './inserts/chorus.ts';
import type { Insert } from './inserts/insert.ts';
import { Tremolo } from './inserts/tremolo.ts';
import { Bass } from './voices/bass.ts';
import { Bell } from './voices/bell.ts';
import { BRUSHES, KIT, TOMS } from './voices/drum-sounds.ts';
import { Drum } from './voices/drum.ts';
import { ElectricPiano } from './voices/electric-piano.ts';
import { Flute } from './voices/flute.ts';
import { Piano } from './voices/piano.ts';
import { ELECTRIC_GUITAR, GUITAR, HARP, Plucked } from './voices/plucked.ts';
import { PAD, Saws, STRINGS, SYNTH } from './voices/saws.ts';
import type { Voice } from './voices/voice.ts';

/** How an instrument is played and how it sits in the mix. */
export interface Patch {
  voice(): Voice;
  insert?(): Insert;
  /** Linear gain that brings all instruments to one loudness. */
  level: number;
  /** Share that goes to the reverb. */
  send: number;
  /** Seconds after which a held note has given most of its energy; a stroke on a drum gives all of it. */
  ring: number;
}

/** The fourteen instruments. `level` is measured: a phrase at velocity 0.7 in the usual register gives -24 LUFS. */
export const PATCHES: Readonly<Record<Instrument, Patch>> = {
  piano: { voice: () => new Piano(), level: 0.35, send: 0.5, ring: 0.5 },
  'electric-piano': {
    voice: () => new ElectricPiano(),
    insert: () => new Tremolo(),
    level: 0.624,
    send: 0.45,
    ring: 0.7,
  },
  guitar: {
    voice: () => new Plucked(GUITAR),
    insert: () => new Body(GUITAR_BODY),
    level: 0.944,
    send: 0.45,
    ring: 0.3,
  },
  'electric-guitar': {
    voice: () => new Plucked(ELECTRIC_GUITAR),
    insert: () => new Amplifier(),
    level: 0.891,
    send: 0.4,
    ring: 0.6,
  },
  harp: {
    voice: () => new Plucked(HARP),
    insert: () => new Body(HARP_BODY),
    level: 0.881,
    send: 0.7,
    ring: 0.35,
  },
  bell: { voice: () => new Bell(), level: 0.569, send: 0.8, ring: 0.35 },
  flute: { voice: () => new Flute(), level: 0.457, send: 0.7, ring: 60 },
  strings: { voice: () => new Saws(STRINGS), insert: () => new Chorus(), level: 0.462, send: 0.7, ring: 60 },
  pad: { voice: () => new Saws(PAD), insert: () => new Chorus(), level: 0.457, send: 0.6, ring: 60 },
  synth: { voice: () => new Saws(SYNTH), level: 0.484, send: 0.5, ring: 60 },
  bass: { voice: () => new Bass(), level: 0.427, send: 0.06, ring: 0.7 },
  kit: { voice: () => new Drum(KIT), level: 1.35, send: 0.16, ring: 0.1 },
  brushes: { voice: () => new Drum(BRUSHES), level: 2.02, send: 0.2, ring: 0.1 },
  toms: { voice: () => new Drum(TOMS), level: 1.35, send: 0.4, ring: 0.2 },
};
