import { AttuneError } from '#lib/core/errors.ts';
import type { Plan } from '#lib/music/engines/musicgen/model-shelf.ts';
import { askToPersist } from '#lib/runtime/model-store/persistence.ts';
import { shelf } from './page-stages.ts';
import { settings } from './settings.svelte.ts';

/** A model whose terms the user is asked to accept. */
interface Question {
  model: string;
  /** Whether a recording is to be gone on from. */
  listens: boolean;
  /** What can be done without it, null where nothing can. */
  instead: (() => void) | null;
  answer(yes: boolean): void;
}

/** Asks for consent before a model is downloaded, and remembers it until the model is deleted. */
function createConsent() {
  let asked = $state.raw<Question | null>(null);
  /** What the download takes, and why that can't be told. */
  let plan = $state.raw<Plan | null>(null);
  let error = $state.raw<AttuneError | null>(null);

  async function look(question: Question): Promise<void> {
    plan = error = null;
    try {
      const found = await (await shelf()).plan(question.model, question.listens);
      if (asked === question) plan = found;
    } catch (failure) {
      if (asked === question) error = AttuneError.from(failure);
    }
  }

  function accept(model: string): void {
    settings.accept(model);
    // Where it is refused, the browser may clear the model when space runs low, and it is downloaded again.
    void askToPersist().catch(() => false);
  }

  return {
    get asked() {
      return asked;
    },
    get plan() {
      return plan;
    },
    get error() {
      return error;
    },
    /** Asks once more what the download takes. */
    retry: () => asked && look(asked),
    /**
     * @param instead what can be done without the model; the user may choose it rather than an answer.
     * @param listens whether a recording is to be gone on from.
     * @returns whether the terms of the model are accepted: asks, where they were not before.
     */
    given(model: string, instead: (() => void) | null = null, listens = false): Promise<boolean> {
      if (settings.hasAccepted(model)) return Promise.resolve(true);
      asked?.answer(false);
      return new Promise((resolve) => {
        const question: Question = {
          model,
          listens,
          instead,
          answer(yes) {
            if (asked === question) asked = null;
            if (yes) accept(model);
            resolve(yes);
          },
        };
        asked = question;
        void look(question);
      });
    },
  };
}

export const consent = createConsent();
