/** What a search may try for each setting of a model. */

/** Numbers between two ends, both included: drawn evenly, or evenly in their logarithm. */
export interface SettingRange {
  readonly low: number;
  readonly high: number;
  /** `log` for settings whose size is in question, such as a regularisation; needs `low` above 0. */
  readonly scale: "linear" | "log";
  /** Whole numbers only. */
  readonly integer?: true;
}

/** What to try for one setting: a list of values, or a range to draw from. */
export type SettingChoices = readonly (string | number | boolean)[] | SettingRange;

/** Choices by setting. Settings that it does not name keep their defaults. */
export type SearchSpace = Readonly<Record<string, SettingChoices>>;

/** True for a range, false for a list of values. */
export function isRange(choices: SettingChoices): choices is SettingRange {
  return !Array.isArray(choices);
}

/** The choices in words: values with commas between, or the ends of a range. */
export function describeChoices(choices: SettingChoices): string {
  if (!isRange(choices)) return choices.join(", ");
  const { low, high, scale, integer } = choices;
  return `${low} to ${high}${scale === "log" ? " (log)" : ""}${integer === true ? ", whole" : ""}`;
}
