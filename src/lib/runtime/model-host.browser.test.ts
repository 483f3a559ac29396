import { afterEach, expect, test } from 'vitest';
import { PUBLIC_HUB } from '../core/model-hub.ts';
import { modelHost } from './model-host.ts';

afterEach(() => document.querySelector('meta[name=model-host]')?.remove());

test('models come from where the page says', () => {
  const line = document.createElement('meta');
  line.name = 'model-host';
  line.content = '/models/hub';
  document.head.append(line);
  expect(modelHost()).toBe('/models/hub');
});

test('a page that says nothing takes the public hub', () => {
  expect(modelHost()).toBe(PUBLIC_HUB);
});
