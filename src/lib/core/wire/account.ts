/** What the page and the server say to each other about accounts. */
import * as z from 'zod';

export const ROLES = ['user', 'admin'] as const;
export const Locale = z.enum(['en', 'zh']);
export type Locale = z.infer<typeof Locale>;

/** In lower case: two spellings of one address are one account. */
export const Email = z.string().trim().toLowerCase().max(254).pipe(z.email());

/** Characters that a password has at least, and at most: hashing a book would keep the server busy. */
export const PASSWORD_LENGTH = { min: 10, max: 128 } as const;
export const Password = z
  .string()
  .min(PASSWORD_LENGTH.min)
  .max(PASSWORD_LENGTH.max)
  .refine((text) => text.isWellFormed() && !text.includes('\0'), { message: 'characters that are none' });

export const Credentials = z.strictObject({ email: Email, password: Password });
export type Credentials = z.infer<typeof Credentials>;

export const Registration = z.strictObject({
  email: Email,
  password: Password,
  locale: Locale,
  /** Makes the first account the administrator's: the server prints it at its start. */
  setupToken: z.string().max(100).optional(),
});
export type Registration = z.infer<typeof Registration>;

export const PasswordChange = z.strictObject({ current: Password, next: Password });
export type PasswordChange = z.infer<typeof PasswordChange>;

/** Deleting an account asks for the password again. */
export const AccountDeletion = z.strictObject({ password: Password });

export const Account = z.object({
  id: z.uuid(),
  email: z.string(),
  role: z.enum(ROLES),
  locale: Locale,
  /** Milliseconds since the epoch. */
  createdAt: z.number(),
});
export type Account = z.infer<typeof Account>;

/** `GET /api/account`: whether the server keeps accounts, and whose this browser is. */
export const AccountState = z.object({
  /** False where the server has no database. */
  available: z.boolean(),
  /** Whether there is no administrator yet, so that a set-up token makes one. */
  isFirst: z.boolean(),
  account: Account.nullable(),
});
export type AccountState = z.infer<typeof AccountState>;

/** Answers that bring an account. */
export const SignedInAnswer = z.object({ account: Account });

/** A device that is signed in. */
export const Device = z.object({
  /** Names it, and signs nobody in. */
  id: z.string().regex(/^[0-9a-f]{64}$/),
  /** As its owner would know it, in English: "Firefox on Linux", or a word. The page says it in the user's language. */
  name: z.string(),
  isCurrent: z.boolean(),
  /** Milliseconds since the epoch. */
  createdAt: z.number(),
  lastSeenAt: z.number(),
});
export type Device = z.infer<typeof Device>;
export const Devices = z.object({ devices: z.array(Device) });

/** An answer that says no more than that it was done. */
export const Done = z.object({ done: z.literal(true) });
