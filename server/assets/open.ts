import { join } from 'node:path';
import type { Database } from '../database/database.ts';
import { processEnv, type Env } from '../env.ts';
import { causeOf } from '../log/cause.ts';
import { log } from '../log/log.ts';
import * as all from './assets.ts';
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
export function shelfOf(database: Database): all.Shelf {
  return { database, storage: storage(), quota: processEnv().ASSET_QUOTA_MB * MB };
}

/** Deletes all audio of a user, as the end of deleting the account. What can't be deleted now is swept away later. */
export async function forgetUser(database: Database, user: string): Promise<void> {
  try {
    await all.forgetUser(shelfOf(database), user);
  } catch (error) {
    log.warn({ operation: 'forget the audio of a user', message: causeOf(error) });
  }
}
