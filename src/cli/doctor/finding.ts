/** One line of an examination. */
export interface Finding {
  readonly part: string;
  /** `broken` is there but does not work. */
  readonly state: "ok" | "missing" | "broken";
  readonly found: string;
  /** What can be done; empty when nothing need be. */
  readonly advice: string;
}
