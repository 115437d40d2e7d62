/** The names of all faults that the leak check knows; `docs/leaks.md` explains each. */

/** What a leak check can find wrong with a split or with features. */
export type LeakCode =
  | "E_LEAK_PAIR"
  | "E_LEAK_REPEAT"
  | "E_LEAK_TIME"
  | "E_LEAK_DATASET"
  | "E_LEAK_SPLIT"
  | "E_LEAK_ROWS"
  | "E_LEAK_SHAPE"
  | "E_LEAK_FILM"
  | "E_LEAK_USER"
  | "E_LEAK_ALIKE"
  | "E_LEAK_REVIEW"
  | "E_LEAK_REVIEW_TIME"
  | "E_LEAK_FITTED"
  | "E_LEAK_POPULARITY"
  | "E_LEAK_TARGET";

/** An error stops the run unless `allowLeaks` has its code; a warning only if `forbidLeaks` has it. */
export type LeakSeverity = "error" | "warning";

/** What a leak is called, and what it does to a run. */
export interface LeakEntry {
  /** In words, such as `user-under-two-ids`. */
  readonly name: string;
  readonly severity: LeakSeverity;
}

/** Name and severity by code. */
export const leakCatalogue: Readonly<Record<LeakCode, LeakEntry>> = {
  E_LEAK_PAIR: { name: "pair-in-two-parts", severity: "error" },
  E_LEAK_REPEAT: { name: "pair-twice-in-one-part", severity: "warning" },
  E_LEAK_TIME: { name: "time-travel", severity: "error" },
  E_LEAK_DATASET: { name: "split-of-other-data", severity: "error" },
  E_LEAK_SPLIT: { name: "rows-changed-after-the-split", severity: "error" },
  E_LEAK_ROWS: { name: "rows-won-or-lost", severity: "error" },
  E_LEAK_SHAPE: { name: "part-of-another-size", severity: "error" },
  E_LEAK_FILM: { name: "film-under-two-ids", severity: "warning" },
  E_LEAK_USER: { name: "user-under-two-ids", severity: "error" },
  E_LEAK_ALIKE: { name: "users-alike", severity: "warning" },
  E_LEAK_REVIEW: { name: "held-out-reviews-in-features", severity: "error" },
  E_LEAK_REVIEW_TIME: { name: "reviews-after-the-cut", severity: "error" },
  E_LEAK_FITTED: { name: "features-fitted-on-held-out-items", severity: "warning" },
  E_LEAK_POPULARITY: { name: "held-out-popularity-in-features", severity: "error" },
  E_LEAK_TARGET: { name: "held-out-ratings-in-features", severity: "error" },
};
