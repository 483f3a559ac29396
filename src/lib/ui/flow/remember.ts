/** @returns what was kept under `key`; null where nothing was. localStorage may be forbidden: nothing is kept then. */
export function remembered(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/**
 * Keeps `value` for the next visit, nothing for null; where localStorage is forbidden or full, it lasts as long as the
 * page.
 */
export function remember(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Forbidden, or full: it holds for this visit.
  }
}
