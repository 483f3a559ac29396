/** Hands bytes to the browser's downloads. */
export function saveFile(bytes: Uint8Array<ArrayBuffer>, type: string, name: string): void {
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has its own hold on the blob once it has begun, which is not before this task ends.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
