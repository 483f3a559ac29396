import { endOf } from '#lib/core/audio.ts';
import type { Brief } from '#lib/core/brief.ts';
import type { Tokens } from '#lib/core/tokens.ts';
import { make, type Order } from '#lib/pipeline.ts';
import type { Made, Update } from '#lib/update.ts';
import { createListening, type Listening } from './listening.svelte.ts';
import { work } from './work.svelte.ts';

/** What befell the music while it was made. */
export type Happening = Extract<Update, { type: 'warning' | 'moved' }>;

/** The music of one order: every variation, as it is made and when it is done, and the one of them that is heard. */
function createHearing() {
  let all = $state.raw<Listening[]>([]);
  let takes = $state.raw<Made[]>([]);
  let chosen = $state(0);
  let happenings = $state.raw<Happening[]>([]);
  /** The brief of what is heard, which may not be the one that stands above. */
  let playing = $state.raw<Brief | null>(null);

  const listening = $derived(all[chosen] ?? null);
  const made = $derived(takes[chosen] ?? null);

  function silence(): void {
    for (const one of all) one.dispose();
    all = [];
    takes = [];
    happenings = [];
    chosen = 0;
    playing = null;
  }

  /** Plays from `second` on, which has just been made. */
  function begin(second: number): void {
    if (second === 0) return;
    listening?.player.seek(second);
    void listening?.player.play();
  }

  /**
   * Makes an order and plays its first variation while it is made.
   * @param from the second from which it is heard: what is before was heard already.
   * @param keep is given all tokens so far, about once a second.
   * @returns one for each variation; none where it was stopped or failed.
   */
  async function perform(
    order: Order,
    from = 0,
    keep?: (tokens: readonly Tokens[]) => void,
  ): Promise<readonly Made[]> {
    const { brief, params, engine } = order;
    silence();
    const mine = Array.from({ length: params.variations }, () =>
      createListening(brief.duration, brief.genre, engine),
    );
    all = mine;
    playing = brief;
    mine[0]?.show();
    if (from === 0) void mine[0]?.player.play();
    const done: Made[] = [];
    await work.follow(
      'make',
      (stages, signal) => make(order, stages, signal),
      (update) => {
        if (update.type === 'tokens') keep?.(update.tokens);
        if (all !== mine) return;
        if (update.type === 'audio') {
          const before = mine[update.variation]?.available ?? 0;
          mine[update.variation]?.append(update.chunk);
          if (update.variation === chosen && before <= from && endOf(update.chunk) > from) begin(from);
        }
        if (update.type === 'warning' || update.type === 'moved') happenings = [...happenings, update];
        if (update.type !== 'made') return;
        mine[done.length]?.finish(update.made.audio);
        done.push(update.made);
        takes = [...done];
      },
    );
    if (done.length === mine.length) return done;
    if (all === mine) silence();
    return [];
  }

  return {
    /** The variation that is heard. */
    get listening() {
      return listening;
    },
    /** All variations; the same array as long as they are of one order. */
    get all() {
      return all;
    },
    get chosen() {
      return chosen;
    },
    /** What is finished. */
    get takes() {
      return takes;
    },
    /** The finished variation that is heard. */
    get made() {
      return made;
    },
    get take() {
      return made?.take ?? null;
    },
    get happenings() {
      return happenings;
    },
    get playing() {
      return playing;
    },
    position: () => listening?.player.position() ?? 0,
    perform,
    silence,
    /** Hears another variation, from where the one before stood. */
    choose(variation: number): void {
      const before = listening;
      const next = all[variation];
      if (next === undefined || before === null || next === before) return;
      const { state } = before;
      before.hide();
      chosen = variation;
      next.show();
      next.player.seek(before.player.position());
      if (state === 'playing' || state === 'waiting') void next.player.play();
    },
  };
}

export const hearing = createHearing();
