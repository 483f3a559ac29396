import { AttuneError } from '#lib/core/errors.ts';
import { NO_PREFERENCES, type Preferences } from '#lib/core/preferences.ts';
import { store } from './store.ts';

/** What the listener stated they like, as the page shows it; the store keeps it. */
function createTaste() {
  let preferences = $state.raw<Preferences>(NO_PREFERENCES);
  let error = $state.raw<AttuneError | null>(null);

  async function load(): Promise<void> {
    try {
      preferences = await store.preferences();
      error = null;
    } catch (failure) {
      error = AttuneError.from(failure);
    }
  }

  async function change(part: Partial<Preferences>): Promise<void> {
    preferences = { ...preferences, ...part };
    try {
      await store.savePreferences(preferences);
      error = null;
    } catch (failure) {
      error = AttuneError.from(failure);
    }
  }

  return {
    get preferences() {
      return preferences;
    },
    get error() {
      return error;
    },
    load,
    change,
    /** After the store was cleared. */
    forget: () => (preferences = NO_PREFERENCES),
  };
}

export const taste = createTaste();
