/**
 * What can go wrong in a way the user can act on. A code names one message in `i18n/messages`, `error_<code>`, with
 * `details` as its parameters, so that the page and the command line say it in the user's language.
 */
export const ERROR_CODES = [
  'cancelled',
  'bad_options',
  'picture_unreadable',
  'picture_unsupported',
  'picture_too_large',
  'no_face',
  'unsure',
  'recording_unreadable',
  'recording_unsupported',
  'recording_length',
  'recording_silent',
  'recording_not_shorter',
  'model_missing',
  'model_corrupt',
  'model_incomplete',
  'model_unfit',
  'model_deaf',
  'encoder_failed',
  'model_busy',
  'models_unlisted',
  'download_failed',
  'download_corrupt',
  'device_failed',
  'worker_crashed',
  'engine_failed',
  'storage_failed',
  'storage_full',
  'storage_short',
  'storage_blocked',
  'storage_outdated',
  'file_unreadable',
  'file_unwritable',
  'format_unsupported',
  'offline',
  'server_away',
  'server_failed',
  'bad_request',
  'too_large',
  'too_many',
  'signed_out',
  'forbidden',
  'cross_site',
  'not_found',
  'no_accounts',
  'credentials_wrong',
  'password_wrong',
  'password_same',
  'email_taken',
  'setup_token_wrong',
  'cloud_off',
  'cloud_node',
  'cloud_away',
  'cloud_misconfigured',
  'cloud_busy',
  'cloud_running',
  'cloud_spent',
  'cloud_refused',
  'cloud_failed',
  'cloud_late',
  'cloud_unusable',
  'cloud_no_melody',
  'cloud_no_recording',
  'cloud_too_long',
  'asset_quota',
  'asset_gone',
  'piece_gone',
  'unexpected',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** An error with a code. It crosses worker boundaries whole; `cause` stays on its own side. */
export class AttuneError extends Error {
  override readonly name = 'AttuneError';
  readonly code: ErrorCode;
  readonly details: Record<string, string | number>;

  constructor(code: ErrorCode, details: Record<string, string | number> = {}, options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(details)}`, options);
    this.code = code;
    this.details = details;
  }

  /** Gives `error` a code: itself where it has one, `cancelled` for an abort (`AbortSignal.timeout` included), else `unexpected`. */
  static from(error: unknown): AttuneError {
    if (error instanceof AttuneError) return error;
    if (error instanceof DOMException && ['AbortError', 'TimeoutError'].includes(error.name)) {
      return new AttuneError('cancelled', {}, { cause: error });
    }
    const reason = error instanceof Error ? error.message : String(error);
    return new AttuneError('unexpected', { reason }, { cause: error });
  }
}
