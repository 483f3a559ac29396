/**
 * What is made and heard: the takes of the last order, one for each variation, and the way on from them. Components read
 * it and call it. What is under way is `work`'s, what the listener says of a piece is `rating`'s.
 */
import type { Brief } from '#lib/core/brief.ts';
import type { AttuneError, ErrorCode } from '#lib/core/errors.ts';
import { CloudParams, type Params } from '#lib/core/params.ts';
import type { Session } from '#lib/core/session.ts';
import type { Take } from '#lib/core/take.ts';
import { isModelId } from '#lib/music/engines/musicgen/model-shelf.ts';
import { drawSeed } from '#lib/options.ts';
import type { Order } from '#lib/pipeline.ts';
import type { Unfinished } from '#lib/store/unfinished.ts';
import { consent } from './consent.svelte.ts';
import { hearing } from './hearing.svelte.ts';
import { models } from './models.svelte.ts';
import { phaseOf } from './phase.ts';
import { rating } from './rating.svelte.ts';
import { recording } from './recording.svelte.ts';
import { settings } from './settings.svelte.ts';
import { shownStore } from './store.ts';
import { branched, continued, replayed, resumed } from './take-orders.ts';
import { unfinished, type Keeper } from './unfinished.svelte.ts';
import { wish } from './wish.svelte.ts';
import { work } from './work.svelte.ts';

/** Failures of the way, not of the piece. */
const PASSING: readonly ErrorCode[] = [
  'offline',
  'server_away',
  'server_failed',
  'too_many',
  'worker_crashed',
];

/** What the session of a new piece begins with. */
type Origin = Pick<Session, 'reading' | 'emotion'>;

function createPiece() {
  /** Of the takes that are heard, in order. */
  let sessions: Session[] = [];
  /** Makes what was asked for last; where it stopped, it goes on. */
  let remake: (() => Promise<void>) | null = null;
  /** What keeps the piece that is being made, or was broken off. */
  let kept: Keeper | null = null;

  const phase = $derived(
    phaseOf({
      task: work.busy?.task ?? null,
      look: wish.look,
      draft: wish.brief,
      made: hearing.takes[0] ?? null,
    }),
  );

  /** Makes the piece of the brief as it stands, and keeps it. */
  async function makeIt(): Promise<void> {
    const { brief, start, reading } = wish;
    const { engine } = settings;
    const params = paramsOf(engine, wish.params);
    if (brief === null || isMisfit(params, engine, brief.duration)) return;
    const order = { engine, brief, params, ...beginning(engine) };
    if (!(await isAllowed(order, composeIt))) return;
    await makeNew(order, { reading, emotion: start?.kind === 'emotion' ? start.emotion : null });
  }

  function composeIt(): void {
    settings.engine = 'composer';
    void makeIt();
  }

  /**
   * Makes a new piece.
   * @param from the second from which it is heard.
   * @param id of the record that keeps it as long as it is unfinished.
   */
  async function makeNew(
    order: Order,
    origin: Origin,
    from = 0,
    id: string = crypto.randomUUID(),
  ): Promise<void> {
    const { engine, brief, params } = order;
    const keeper = engine === 'composer' ? null : unfinished.begin({ id, engine, brief, params, ...origin });
    kept = keeper;
    if (engine === 'cloud') {
      // From here on it can be found again, also by a page that is opened later.
      order = { ...order, run: id };
      keeper?.keep([]);
    }
    if (order.start !== undefined && !(order.start instanceof Blob)) keeper?.keep(order.start);
    remake = () => makeNew(goneOn(order, keeper), origin, from, id);
    rating.expect();
    sessions = [];
    const done = await hearing.perform(order, from, (tokens) => keeper?.keep(tokens));
    if (done.length === 0) return keeper?.end(engine === 'cloud' && isGivenUp(keeper));
    sessions = done.map(({ take }, i) => ({
      // The server keeps the sound of a piece under the id of its session.
      id: take.asset?.run ?? crypto.randomUUID(),
      createdAt: take.createdAt,
      intent: take.brief.intent,
      ...origin,
      take,
      ...(done.length > 1 && { variation: i + 1 }),
      feedback: null,
    }));
    const isKept = await rating.begin(sessions);
    // Not before it is kept: a page that is closed in between would have lost it.
    await keeper?.end(isKept);
  }

  /** Whether a piece of the cloud that has not come was stopped, or will never come. */
  function isGivenUp(keeper: Keeper | null): boolean {
    const { failure } = work;
    if (kept !== keeper) return true;
    // The page is another user's now: the cloud goes on.
    if (failure === null) return false;
    return failure.task !== 'make' || !mayCome(failure.error);
  }

  /** Makes a piece of the history again, from its recipe or its tokens. */
  async function replay(session: Session): Promise<void> {
    const order = replayed(session.take);
    if (!(await isAllowed(order))) return;
    recall({ ...session, ...session.take });
    kept = null;
    remake = async () => {
      rating.resume(session);
      sessions = [session];
      await hearing.perform(order);
    };
    await remake();
  }

  /** Goes on with a piece whose making was broken off. */
  async function resume(record: Unfinished): Promise<void> {
    const order = resumed(record);
    if (!(await isAllowed(order))) return;
    const { id, reading, emotion } = record;
    recall(record);
    await makeNew(order, { reading, emotion }, 0, id);
  }

  /** Makes another piece out of the one that is heard, which is heard on from the second where that stands. */
  async function develop(change: (take: Take, second: number) => Order): Promise<void> {
    const { take } = hearing;
    if (take === null) return;
    const second = hearing.position();
    const order = change(take, second);
    const { reading = null, emotion = null } = sessions[hearing.chosen] ?? {};
    if (!(await isAllowed(order))) return;
    // What is wished for by now stays: only the wish that the take came from becomes that of the new piece.
    if (isSame(wish.brief, take.brief)) {
      const params = { ...order.params, variations: wish.params.variations };
      recall({ ...order, params, reading, emotion });
    }
    await makeNew(order, { reading, emotion }, second);
  }

  /** Hears another variation, from the same place, and rates that. */
  function choose(variation: number): void {
    const mine = rating.session;
    if (mine !== null) sessions = sessions.map((session) => (session.id === mine.id ? mine : session));
    hearing.choose(variation);
    const session = sessions[variation];
    if (session !== undefined) rating.resume(session);
  }

  /** Stops the piece that is heard or made, and ends its rating: it was deleted. */
  function close(): void {
    if (work.busy?.task === 'make') {
      work.stop();
      work.dismiss();
    }
    hearing.silence();
    sessions = [];
    remake = null;
    rating.end();
  }

  return {
    get phase() {
      return phase;
    },
    makeIt,
    replay,
    resume,
    choose,
    close,
    /** Makes what was stopped, or failed, once more; on from where it stopped, where there is something of it. */
    retry: () => remake?.(),
    /** @returns whether `retry` goes on with something. */
    isBegun: (): boolean => (kept?.tokens?.[0]?.frames ?? 0) > 0,
    /** The same brief with a new seed. */
    again(): Promise<void> {
      wish.reseed();
      return makeIt();
    },
    /** Another draft for the same wish with the user's changes in it, made at once. */
    async another(): Promise<void> {
      await wish.redraft();
      if (work.failure === null) await makeIt();
    },
    /** A longer piece, which goes on after the end of the one that is heard. */
    goOn: () => develop(continued),
    /** A piece as long, which goes another way from the whole second that is heard. */
    branch: () => develop((take, second) => branched(take, Math.floor(second), drawSeed())),
  };
}

/** Shows what a piece was made from, and by what. */
function recall(past: Parameters<typeof wish.recall>[0] & Pick<Order, 'engine'>): void {
  wish.recall(past);
  settings.engine = past.engine;
  if (past.params.model !== undefined) settings.model = past.params.model;
}

function isSame(brief: Brief | null, other: Brief): boolean {
  return JSON.stringify(brief) === JSON.stringify(other);
}

/** A recording that was chosen is what MusicGen goes on from, or what it follows in the cloud. */
function beginning(engine: Order['engine']): Pick<Order, 'start'> {
  return engine !== 'composer' && recording.chosen !== null ? { start: recording.chosen.file } : {};
}

/** Whether the recording stands against the piece; beside it is said why. */
function isMisfit({ cloud }: Params, engine: Order['engine'], duration: number): boolean {
  const goesOn = engine === 'musicgen' || cloud?.recording === 'continue';
  return goesOn && recording.misfit(duration, engine) !== null;
}

/** The parameters that the engine reads; the others would tell of something that was not so. */
function paramsOf(engine: Order['engine'], { model: _, cloud, ...params }: Params): Params {
  if (engine === 'musicgen') return { ...params, model: settings.model };
  if (engine === 'composer') return { ...params, variations: 1 };
  const use = recording.chosen === null ? null : (cloud?.recording ?? 'continue');
  // Guidance is whole there.
  const cfgCoef = Math.round(params.cfgCoef);
  return { ...params, cfgCoef, variations: 1, cloud: CloudParams.parse({ ...cloud, recording: use }) };
}

/**
 * Whether nothing stands against making it: the name of a model may, and its terms.
 * @param instead what can be done without the model, null where nothing can.
 */
async function isAllowed(
  { engine, params, start }: Order,
  instead: (() => void) | null = null,
): Promise<boolean> {
  if (engine !== 'musicgen') return true;
  const model = params.model ?? settings.model;
  models.isNameWanted = !isModelId(model);
  return !models.isNameWanted && (await consent.given(model, instead, start instanceof Blob));
}

/** Whether the cloud may have a piece, or be at it, although the page has not got it. */
function mayCome({ code }: AttuneError): boolean {
  // Who was never signed in has asked the cloud for nothing.
  return PASSING.includes(code) || (code === 'signed_out' && shownStore().user !== null);
}

/** The order, with all that there is of it by now. */
function goneOn(order: Order, keeper: Keeper | null): Order {
  const tokens = keeper?.tokens ?? [];
  const start = tokens.length > 0 ? tokens : order.start;
  return start ? { ...order, start } : order;
}

export const piece = createPiece();
