import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { mp3File, wavFile } from '../../tests/fixtures/sounds.ts';
import { sniff } from './sniff.ts';

const tagged = new Uint8Array([
  ...Buffer.from('ID3'),
  4,
  0,
  0,
  0,
  0,
  1,
  2,
  ...new Uint8Array(130),
  ...mp3File(3),
]);

test.each<[string, Uint8Array, string | null]>([
  ['WAV', wavFile(0.1), 'audio/wav'],
  ['MP3', mp3File(3), 'audio/mpeg'],
  ['MP3 after a tag', tagged, 'audio/mpeg'],
  ['WAV without samples', wavFile(0), null],
  ['a header alone', wavFile(1).slice(0, 40), null],
  ['one frame that something happens to have', mp3File(3).slice(0, 417), null],
  ['a picture', readFileSync('static/icons/attune-192.png'), null],
  ['a page', Buffer.from('<!doctype html><script>alert(1)</script>'), null],
  ['nothing', new Uint8Array(0), null],
  ['RIFF of another kind', Buffer.from('RIFF\x10\0\0\0AVI LIST\0\0\0\0'), null],
])('%s', (_, bytes, type) => {
  expect(sniff(bytes)).toBe(type);
});
