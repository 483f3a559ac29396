/// <reference types="vite-plugin-pwa/vanillajs" />
import { registerSW } from 'virtual:pwa-register';

/**
 * Keeps a copy of the app on the device and watches for a new version. Does nothing under `npm run dev`.
 * @param onUpdate a new version lies ready. It waits until `apply` is called or every tab is closed, so that no session
 * is cut short.
 */
export function keepOffline(onUpdate: (apply: () => void) => void): void {
  const apply = registerSW({ onNeedRefresh: () => onUpdate(() => void apply()) });
}
