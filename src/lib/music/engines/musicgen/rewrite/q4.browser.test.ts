import { test } from 'vitest';
import { expectOriginal } from './original.testing.ts';

test('a rewritten q4 decoder has the original’s logits and tokens on WebGPU', () =>
  expectOriginal('q4', 1e-3));
