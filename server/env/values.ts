import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';

/** What the environment holds, without what is empty. */
export type Variables = Readonly<Record<string, string>>;

/** What some variables must be to each other. @returns a line for each mistake */
export type Rule = (set: Variables) => string[];

/** A whole number from `low` to `high`, both included. */
export const wholeNumber = (low: number, high: number) =>
  z
    .string()
    .transform(Number)
    .refine((value) => Number.isInteger(value) && value >= low && value <= high, {
      message: `must be a whole number from ${low} to ${high}`,
    });

/** An address of a service over http or https, with a path or without. */
export const endpoint = (example: string) =>
  z.string().refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), {
    message: `must be an address, as in ${example}`,
  });

/** A folder, absolute. @param mayBeMissing whether it will do where there is nothing yet */
export const folder = (message: string, mayBeMissing: boolean) =>
  z
    .string()
    .refine((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? mayBeMissing, { message })
    .transform((path) => resolve(path));
