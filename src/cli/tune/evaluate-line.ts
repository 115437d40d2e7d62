import type { RatingScale } from "../../data/dataset.js";
import type { ColumnMap } from "../../data/read/columns.js";
import type { SearchRecord } from "../../experiment/select/search-record.js";

/** The files that were searched on, and how they were read. */
interface ReadFiles {
  readonly train: string;
  readonly valid: string;
  readonly test?: string;
  readonly threshold?: number;
  readonly columns?: ColumnMap;
  readonly ratingScale?: RatingScale;
  readonly features?: readonly string[];
  readonly items?: string;
  readonly users?: string;
}

/** The command that evaluates the chosen configuration; without a test file it names `test.tsv`. */
export function evaluateLine({ model, bestConfig, seed }: SearchRecord, files: ReadFiles): string {
  const { train, valid, test = "test.tsv", threshold, columns, ratingScale } = files;
  const settings = Object.entries(bestConfig).map(([key, value]) => `${key}=${value}`);
  const roles = Object.entries(columns ?? {}).map(([role, name]) => `${role}=${name}`);
  const scale = ratingScale === undefined ? [] : [ratingScale.minimum, ratingScale.maximum];
  const options: [string, readonly string[]][] = [
    ["--train", [train]],
    ["--valid", [valid]],
    ["--test", [test]],
    ["--threshold", threshold === undefined ? [] : [String(threshold)]],
    ["--columns", roles.length === 0 ? [] : [roles.join(",")]],
    ["--rating-scale", scale.length === 0 ? [] : [scale.join(",")]],
    ["--features", files.features ?? []],
    ["--items", files.items === undefined ? [] : [files.items]],
    ["--users", files.users === undefined ? [] : [files.users]],
    ["--set", settings],
    ["--seed", seed === 1 ? [] : [String(seed)]],
  ];
  const words = options.flatMap(([name, values]) => (values.length === 0 ? [] : [name, ...values]));
  return ["moviola", "evaluate", model, ...words].map(quoted).join(" ");
}

/** A word as a shell takes it: in single quotes where it holds more than harmless characters. */
function quoted(word: string): string {
  return /^[\w./=,:@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
