/** Brings a part of the page that has just appeared into view, for eyes and for the keyboard. */
export function reveal(node: HTMLElement): void {
  // Arrow keys choose at every step through a group of radios: who walks through one is not torn away from it.
  if (document.activeElement?.matches('input[type=radio]:focus-visible')) return;
  // A section, or the first thing that can be done where there is none.
  node.querySelector<HTMLElement>('section, button')?.focus({ preventScroll: true });
  node.scrollIntoView({ block: 'start' });
}
