import * as z from 'zod';
import { parseAddress, type Address } from '../database/address.ts';
import { folder } from './values.ts';

const NO_DATABASE = 'none';

const database = z.string().transform((text, context): Address | typeof NO_DATABASE => {
  if (text === NO_DATABASE) return text;
  const address = parseAddress(text);
  if (address !== null) return address;
  context.addIssue({
    code: 'custom',
    message: 'must be mysql://user:password@host:3306/name, or none for no database',
  });
  return z.NEVER;
});

export const keeping = {
  /** The database; where unset, one of the app's own if a server for it is installed. */
  DATABASE_URL: database.optional(),
  /** What the app keeps: its own database, and audio. Absolute; created when it is needed. */
  DATA_FOLDER: folder('that is no folder', true).prefault('.data'),
};
