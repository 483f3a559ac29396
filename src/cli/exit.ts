import type { ErrorCode } from '#lib/core/errors.ts';

/** What a shell is told. 130 is what it expects of a program ended by Ctrl-C. */
const EXIT: Partial<Record<ErrorCode, number>> = {
  bad_options: 2,
  cloud_node: 2,
  no_face: 3,
  unsure: 4,
  picture_unreadable: 5,
  picture_unsupported: 5,
  picture_too_large: 5,
  recording_unreadable: 5,
  recording_unsupported: 5,
  recording_length: 5,
  recording_silent: 5,
  recording_not_shorter: 2,
  file_unreadable: 5,
  file_unwritable: 5,
  cancelled: 130,
};

/** @returns the exit code for an error: 1 where it has none of its own. */
export function exitCode(code: ErrorCode): number {
  return EXIT[code] ?? 1;
}
