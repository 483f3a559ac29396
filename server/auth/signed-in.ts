import type { Account } from '../../src/lib/core/wire/account.ts';

/** Who asks, as the session cookie has it. No endpoint takes a user from anywhere else. */
export interface SignedIn {
  account: Account;
  /** Of the sign-in, as `sign_ins.id` has it: the hash of the token. */
  signInId: string;
}
