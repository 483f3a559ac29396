import { join } from 'node:path';
import type { Database } from '../database/database.ts';
import { processEnv, type Env } from '../env.ts';
import { causeOf } from '../log/cause.ts';
import { log } from '../log/log.ts';
import type { Shelf } from './assets.ts';
import { bucketStorage } from './bucket-storage.ts';
import { folderStorage } from './folder-storage.ts';
import type { Storage } from './storage.ts';

const MB = 1e6;

let opened: Storage | undefined;

/** The storage of this process. @throws BadEnvironment */
function storage(): Storage {
  return (opened ??= storageOf(processEnv()));
}

/** A bucket where one is named, else a folder. */
export function storageOf(env: Env): Storage {
  const { S3_ENDPOINT: endpoint, S3_BUCKET: name, S3_REGION: region } = env;
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (endpoint && name && region && accessKeyId && secretAccessKey) {
    return bucketStorage({ endpoint, name, region, accessKeyId, secretAccessKey });
  }
  return folderStorage(join(env.DATA_FOLDER, 'assets'));
}

/** Where this process keeps assets. */
export function shelfOf(database: Database): Shelf {
  return { database, storage: storage(), quota: processEnv().ASSET_QUOTA_MB * MB };
}

/** Deletes the files of a user whose rows are deleted. What can't be now is swept away later, as it has no row. */
export async function removeFiles(user: string): Promise<void> {
  try {
    for await (const { place } of storage().list(user)) await storage().remove(place);
  } catch (error) {
    log.warn({ operation: 'remove the sounds of a user', message: causeOf(error) });
  }
}
