/**
 * Asks the browser not to clear what is kept when space runs low. Some ask the user, so ask where they have just agreed
 * to a download. Only pages may ask: Storage Standard, section 6.
 * @returns whether it is so.
 */
export async function askToPersist(): Promise<boolean> {
  return (await navigator.storage.persisted()) || navigator.storage.persist();
}
