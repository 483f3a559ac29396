import { eq } from 'drizzle-orm';
import { webhookIds } from '../../drizzle/schema.ts';
import { Refusal } from '../http/refusal.ts';
import { advance } from './advance.ts';
import type { Cloud } from './cloud.ts';
import { jobOfPrediction } from './jobs.ts';
import { Prediction } from './prediction.ts';
import { readLimited, TooLarge } from './read-limited.ts';
import { verifiedWebhook } from './webhook.ts';

/** Bytes of a message: logs are the most of it. */
const MOST = 4_000_000;

/**
 * Hears what Replicate tells by itself. Each message counts once; one that could not be carried out counts when it comes again.
 * @throws Refusal `forbidden` where it is not Replicate's, or stale; `not_found` where it tells of nothing that is ours yet.
 */
export async function hearWebhook(cloud: Cloud, request: Request, secret: string): Promise<void> {
  const body = await readLimited(request.body, MOST).catch((error: unknown) => {
    throw error instanceof TooLarge ? new Refusal(413, 'too_large', { limit: MOST / 1000 }) : error;
  });
  const id = verifiedWebhook(request.headers, body, secret, cloud.clock().getTime());
  if (id === null) throw new Refusal(403, 'forbidden');
  const prediction = predictionIn(body);
  const { database } = cloud.shelf;
  const job = await jobOfPrediction(database, prediction.id);
  if (job === null) throw new Refusal(404, 'not_found');
  const [{ affectedRows }] = await database.use((queries) =>
    queries.insert(webhookIds).ignore().values({ id, receivedAt: cloud.clock() }),
  );
  if (affectedRows === 0) return;
  try {
    await advance(cloud, job, prediction);
  } catch (error) {
    await database.use((queries) => queries.delete(webhookIds).where(eq(webhookIds.id, id)));
    throw error;
  }
}

function predictionIn(body: Uint8Array): Prediction {
  try {
    return Prediction.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)));
  } catch {
    throw new Refusal(400, 'bad_request', { field: 'body' });
  }
}
