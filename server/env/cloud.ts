import * as z from 'zod';
import { endpoint, wholeNumber, type Rule } from './values.ts';

/** `meta/musicgen` with all versions of `CLOUD_VERSIONS`. */
const MUSICGEN = '671ac645ce5e552cc63a54a2bbff63fcf798043055d2dac5fc9e36a837eedcfb';

const version = z.string().regex(/^[0-9a-f]{64}$/, {
  message: 'must be the id of a version of meta/musicgen, 64 hexadecimal digits',
});

/** Standard Webhooks: base 64 after a prefix. */
const webhookSecret = z.string().regex(/^whsec_[A-Za-z0-9+/]{16,}={0,2}$/, {
  message: 'must be the signing secret as Replicate shows it, whsec_...',
});

export const cloud = {
  /** The key of Replicate, whose MusicGen makes music in the cloud; where unset, there is no cloud. */
  REPLICATE_API_TOKEN: z.string().optional(),
  /** The address of its API; another one for a proxy. */
  REPLICATE_BASE_URL: endpoint('https://api.replicate.com/v1').default('https://api.replicate.com/v1'),
  /** The version of `meta/musicgen` there. */
  REPLICATE_MODEL_VERSION: version.default(MUSICGEN),
  /** What it signs webhooks with, which it sends to `ORIGIN`; where unset, it is asked instead. */
  REPLICATE_WEBHOOK_SECRET: webhookSecret.optional(),
  /** How often it is asked for the same thing, at most, while it is busy or away. */
  CLOUD_ATTEMPTS: wholeNumber(1, 5).prefault('3'),
  /** Seconds of music that all users together may have of it in a day. */
  CLOUD_DAILY_SECONDS: wholeNumber(0, 1e9).prefault('7200'),
};

/** Replicate sends nothing to http. */
export const webhookHasAddress: Rule = ({ REPLICATE_WEBHOOK_SECRET, ORIGIN = '' }) =>
  REPLICATE_WEBHOOK_SECRET !== undefined && !ORIGIN.startsWith('https://')
    ? [
        'REPLICATE_WEBHOOK_SECRET is set, but ORIGIN is no https address, to which Replicate could send webhooks.',
      ]
    : [];
