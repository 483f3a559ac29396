import { Refusal } from '../http/refusal.ts';

/**
 * @param userId of the session: the only word on whose records these are
 * @throws Refusal 401 where the device takes them to be somebody else's, as after a sign-in in another tab
 */
export function ofTheirOwn(userId: string, { user }: { user: string }): void {
  if (user !== userId) throw new Refusal(401, 'signed_out');
}
