/** The last millisecond of the year 9999, the latest that a DATETIME of MySQL holds; ms since the epoch. */
export const LAST_INSTANT = 253402300799999;
