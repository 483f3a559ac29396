import type { ModelShelf } from '#lib/music/engines/musicgen/model-shelf.ts';
import { modelHost } from '#lib/runtime/model-host.ts';
import type { Stages } from '#lib/stages.ts';
import { settings } from './settings.svelte.ts';
import { copies } from './store.ts';

let made: { reader: string; stages: Promise<Stages> } | null = null;
let shelved: { reader: string; shelf: Promise<ModelShelf> } | null = null;

/** The page's stages, made once; again where another device was chosen to run the networks. */
export async function stages(): Promise<Stages> {
  if (made?.reader !== settings.reader) {
    const { reader } = settings;
    const before = made?.stages;
    const mine = {
      reader,
      stages: import('#stages').then(({ createStages }) => createStages(modelHost(), reader, copies)),
    };
    made = mine;
    // What could not be fetched is fetched again the next time.
    mine.stages.catch(() => made === mine && (made = null));
    void before?.then((old) => old.unload());
  }
  return made.stages;
}

/** The models on this device, for the device that runs them. */
export async function shelf(): Promise<ModelShelf> {
  if (shelved?.reader !== settings.reader) {
    const { reader } = settings;
    const mine = {
      reader,
      shelf: import('#lib/music/engines/musicgen/worker-model-shelf.ts').then(({ workerModelShelf }) =>
        workerModelShelf(modelHost(), reader),
      ),
    };
    shelved = mine;
    mine.shelf.catch(() => shelved === mine && (shelved = null));
  }
  return shelved.shelf;
}

/** Loads the face reader ahead of its use, when the user seems about to use it. A failure shows when they do. */
export function warmReader(): void {
  void stages()
    .then(({ reader }) => reader.load())
    .catch(() => undefined);
}
