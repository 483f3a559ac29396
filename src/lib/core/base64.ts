/** Bytes as text of ASCII. Written out because `Uint8Array.toBase64` is newer than the browsers and the Node we run on. */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** Undoes `toBase64`. @returns null for what it would never write. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  let letters: string;
  try {
    letters = atob(text);
  } catch {
    return null;
  }
  if (btoa(letters) !== text) return null;
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}
