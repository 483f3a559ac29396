import { avg, count, countDistinct, gte, sql } from 'drizzle-orm';
import { feedbacks, signIns, users } from '../../../drizzle/schema.ts';
import type { Statistics } from '../../../src/lib/core/wire/admin.ts';
import type { Queries } from '../../database/database.ts';
import { within, type Window } from './window.ts';

/** Who is there, and who was. */
export async function peopleStatistics(queries: Queries, window: Window): Promise<Statistics['people']> {
  const [all] = await queries.select({ count: count() }).from(users);
  const [fresh] = await queries.select({ count: count() }).from(users).where(within(users.createdAt, window));
  const [active] = await queries
    .select({ devices: count(), users: countDistinct(signIns.userId) })
    .from(signIns)
    .where(gte(signIns.lastSeenAt, window.from));
  return {
    users: all!.count,
    newUsers: fresh!.count,
    activeUsers: active!.users,
    activeDevices: active!.devices,
  };
}

/** What people said of the music, all together. */
export async function feedbackStatistics(queries: Queries, window: Window): Promise<Statistics['feedback']> {
  const { stars, thumb, valenceBefore, valenceAfter, arousalBefore, arousalAfter, updatedAt } = feedbacks;
  const given = (one: 'up' | 'down') => sql<number>`count(case when ${thumb} = ${one} then 1 end)`;
  const [row] = await queries
    .select({
      count: count(),
      stars: avg(stars).mapWith(Number),
      valenceChange: avg(sql`${valenceAfter} - ${valenceBefore}`).mapWith(Number),
      arousalChange: avg(sql`${arousalAfter} - ${arousalBefore}`).mapWith(Number),
      up: given('up'),
      down: given('down'),
    })
    .from(feedbacks)
    .where(within(updatedAt, window));
  return row!;
}
