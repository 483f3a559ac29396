import { userEvent } from 'vitest/browser';

/** Clicks as a person would: without that, the browser lets no page sound. */
export async function gesture(): Promise<void> {
  const button = document.body.appendChild(document.createElement('button'));
  button.textContent = 'play';
  await userEvent.click(button);
  button.remove();
}
