import { AttuneError } from '#lib/core/errors.ts';
import { AccountState } from '#lib/core/wire/account.ts';
import { ownServer } from '#lib/runtime/server-api.ts';

/** Whether whoever sits in front of the page may see these pages. */
export type Access =
  | { state: 'asking' | 'admin' | 'signed-out' | 'no-accounts' }
  | { state: 'not-admin'; email: string }
  | { state: 'failed'; error: AttuneError };

/** The server decides with every answer; this is to say at once, and in words, what it would answer. */
function createAccess() {
  let current = $state.raw<Access>({ state: 'asking' });
  return {
    get current() {
      return current;
    },
    async ask(): Promise<void> {
      current = { state: 'asking' };
      try {
        current = accessOf(await ownServer('/api/account', AccountState));
      } catch (error) {
        current = { state: 'failed', error: AttuneError.from(error) };
      }
    },
    /** Looks again where an answer says that it is no longer so. */
    notice({ code }: AttuneError): void {
      if (code === 'signed_out' || code === 'forbidden') void this.ask();
    },
  };
}

function accessOf({ available, account }: AccountState): Access {
  if (!available) return { state: 'no-accounts' };
  if (account === null) return { state: 'signed-out' };
  return account.role === 'admin' ? { state: 'admin' } : { state: 'not-admin', email: account.email };
}

export const access = createAccess();
