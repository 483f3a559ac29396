import * as z from 'zod';
import { endpoint, wholeNumber, type Rule } from './values.ts';

const bucket = z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, {
  message: 'must be the name of a bucket, 3 to 63 letters, digits, dots and hyphens in lower case',
});

export const assets = {
  /** Audio that each user may keep on the server, MB of 10^6 bytes. */
  ASSET_QUOTA_MB: wholeNumber(0, 1e9).prefault('500'),
  /** An S3-compatible service for that audio; where unset, it is a folder in `DATA_FOLDER`. */
  S3_ENDPOINT: endpoint('https://s3.eu-central-1.amazonaws.com').optional(),
  S3_BUCKET: bucket.optional(),
  S3_REGION: z.string().optional(),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
};

const BUCKET = ['S3_ENDPOINT', 'S3_BUCKET', 'S3_REGION', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const;

/** A bucket is named whole, or not at all. */
export const bucketIsWhole: Rule = (set) => {
  const there = BUCKET.find((name) => set[name] !== undefined);
  if (there === undefined) return [];
  return BUCKET.filter((name) => set[name] === undefined).map(
    (name) => `${name} is not set, but ${there} is: a bucket takes all five.`,
  );
};
