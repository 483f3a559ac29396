import type { SignedIn } from '../server/auth/signed-in.ts';

declare global {
  namespace App {
    interface Locals {
      /** Finds every line of the log that this request has left; the user is told it where something fails. */
      requestId: string;
      /** Who asks; null for nobody. The database is asked at the first call. @throws Unavailable */
      signedIn(): Promise<SignedIn | null>;
    }
    interface Error {
      message: string;
      /** The id of the request, where it failed. */
      id?: string;
    }
  }
}
