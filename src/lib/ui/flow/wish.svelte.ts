/**
 * What is wished for: what was looked at, what the music starts from, its draft and the changes to it. Components read it
 * and call it. What is made of it is `piece`'s.
 */
import type { Brief } from '#lib/core/brief.ts';
import type { Affect, Emotion, Intent } from '#lib/core/emotion.ts';
import { Params } from '#lib/core/params.ts';
import type { KeptReading, Look } from '#lib/core/reading.ts';
import { drawSeed } from '#lib/options.ts';
import { read, write } from '#lib/pipeline.ts';
import type { FallBack } from '#lib/workflow/agents.ts';
import { rendered } from '#lib/workflow/rules/prompt.ts';
import { editBrief, type Edits } from './edit-brief.ts';
import { settings } from './settings.svelte.ts';
import { taste } from './taste.svelte.ts';
import { work } from './work.svelte.ts';

/** What the music starts from: an emotion, and who named it; or the user's words alone. */
export type Start =
  | { kind: 'emotion'; emotion: Emotion; affect: Affect | null; by: 'face' | 'correction' | 'hand' }
  | { kind: 'words' };

/** What a piece was made from, as its session keeps it. */
interface Recalled {
  brief: Brief;
  params: Params;
  reading: KeptReading | null;
  emotion: Emotion | null;
}

function createWish() {
  let picture = $state.raw<string | null>(null);
  let look = $state.raw<Look | null>(null);
  let face = $state(0);
  let start = $state.raw<Start | null>(null);
  let intent = $state<Intent>('soothe');
  let words = $state('');
  let draftSeed = drawSeed();
  let params = $state.raw(Params.parse({ seed: drawSeed() }));
  let draft = $state.raw<Brief | null>(null);
  let fallBack = $state<FallBack | null>(null);
  let edits = $state.raw<Edits>({});

  const reading = $derived(look?.readings[face] ?? null);
  const brief = $derived(draft && revised(draft));

  /** The draft with the user's changes, which its prompt says too; a prompt that is the user's own stays theirs. */
  function revised(drafted: Brief): Brief {
    if (Object.keys(edits).length === 0) return drafted;
    const next = editBrief(drafted, edits);
    return start?.kind === 'words' ? next : rendered(next);
  }

  /** Looks at a picture. What was seen and drafted before stays until the new picture is read; a piece plays on. */
  function lookAt(blob: Blob): Promise<void> {
    return work.follow(
      'read',
      (stages, signal) => read(blob, stages, signal),
      (update) => {
        if (update.type !== 'look') return;
        if (picture !== null) URL.revokeObjectURL(picture);
        picture = URL.createObjectURL(blob);
        look = update.look;
        face = 0;
        start = draft = null;
      },
    );
  }

  /** Takes the emotion that was read, corrected or picked, or the words alone, and drafts. */
  function startFrom(next: Start): Promise<void> {
    start = next;
    return compose();
  }

  /** Drafts for what is chosen now. The user's changes to the draft before are kept. */
  async function compose(): Promise<void> {
    if (start === null) return;
    const said = words.trim();
    if (start.kind === 'words' && said === '') return;
    const from = start.kind === 'words' ? { prompt: said } : start;
    const wish = {
      from,
      intent,
      words: said,
      preferences: taste.preferences,
      duration: params.duration,
      seed: draftSeed,
    };
    fallBack = null;
    await work.follow(
      'write',
      (stages, signal) => {
        const agents = settings.writer === 'rules' ? stages.rules : stages.agents;
        return write(wish, { ...stages, agents }, signal);
      },
      (update) => {
        if (update.type !== 'brief') return;
        draft = update.brief;
        fallBack ??= update.fallBack;
      },
    );
  }

  return {
    get picture() {
      return picture;
    },
    get look() {
      return look;
    },
    get reading() {
      return reading;
    },
    get face() {
      return face;
    },
    set face(next) {
      face = next;
      start = draft = null;
    },
    get start() {
      return start;
    },
    get intent() {
      return intent;
    },
    set intent(next) {
      intent = next;
      void compose();
    },
    get words() {
      return words;
    },
    set words(next) {
      words = next;
    },
    get params() {
      return params;
    },
    /** A new length is drafted for; the other parameters are the engine's alone. */
    set params(next) {
      const longer = next.duration !== params.duration;
      params = next;
      if (longer) void compose();
    },
    get brief() {
      return brief;
    },
    /** Why the rules wrote the draft in place of a language model that could; null where they did not. */
    get fallBack() {
      return fallBack;
    },
    get edits() {
      return edits;
    },
    set edits(next) {
      edits = next;
    },
    lookAt,
    startFrom,
    compose,
    /** Wishes again for what a piece was made from. A picture stays where the piece began with it. */
    recall(past: Recalled): void {
      const { emotion, reading: seen } = past;
      draft = past.brief;
      fallBack = null;
      edits = {};
      params = past.params;
      intent = past.brief.intent;
      words = past.brief.words;
      const hadThisLook = seen !== null && seen === reading;
      const hadThisStart = start?.kind === 'emotion' && start.emotion === emotion;
      if (hadThisLook && hadThisStart) return;
      look = null;
      start = emotion
        ? { kind: 'emotion', emotion, affect: seen?.affect ?? null, by: 'hand' }
        : { kind: 'words' };
    },
    /** Somebody else is at the page: nothing of what was looked at or written stays. */
    forget(): void {
      if (picture !== null) URL.revokeObjectURL(picture);
      picture = look = start = draft = fallBack = null;
      words = '';
      edits = {};
    },
    /** The same brief with a new seed. */
    reseed(): void {
      params = { ...params, seed: drawSeed() };
    },
    /** Another draft for the same wish, with the user's changes in it. */
    redraft(): Promise<void> {
      draftSeed = drawSeed();
      params = { ...params, seed: drawSeed() };
      return compose();
    },
  };
}

export const wish = createWish();
