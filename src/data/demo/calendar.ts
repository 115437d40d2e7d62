/** Seconds of a day. */
export const day = 86_400;

/** Seconds of a year of 365.25 days. */
export const year: number = 365.25 * day;

/** Seconds since 1970 UTC at the start of a year. */
export function yearStart(calendarYear: number): number {
  return Date.UTC(calendarYear, 0, 1) / 1000;
}
