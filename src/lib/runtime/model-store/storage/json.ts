import type * as z from 'zod';
import type { ModelStorage } from './storage.ts';

/** @returns what lies at `path`, null where nothing does, or something that `schema` does not know. */
export async function readJson<Value>(
  storage: ModelStorage,
  path: string,
  schema: z.ZodType<Value>,
): Promise<Value | null> {
  const file = await storage.open(path);
  if (file === null) return null;
  try {
    return schema.parse(JSON.parse(await file.text()));
  } catch {
    return null;
  }
}

export async function writeJson(storage: ModelStorage, path: string, value: unknown): Promise<void> {
  await storage.write(path, new TextEncoder().encode(JSON.stringify(value)));
}
