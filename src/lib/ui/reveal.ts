/** Brings a part of the page that has just appeared into view, for eyes and for the keyboard. */
export function reveal(node: HTMLElement): void {
  // Arrow keys choose at every step through a group of radios: who walks through one is not torn away from it.
  if (document.activeElement?.matches('input[type=radio]:focus-visible')) return;
  const section = node.querySelector<HTMLElement>('section');
  section?.focus({ preventScroll: true });
  node.scrollIntoView({ block: 'start' });
}
