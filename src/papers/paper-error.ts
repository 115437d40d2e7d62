import { MoviolaError } from "../common/errors.js";

/** A fault of a paper's file: `where` is the file and the path in its JSON. */
export function paperError(
  file: string,
  path: readonly PropertyKey[],
  expected: string,
  got: string,
  details: { readonly remedy?: string; readonly cause?: unknown } = {},
): MoviolaError {
  const place = jsonPath(path);
  return new MoviolaError("E_PAPER_FILE", "A paper's file cannot be used", {
    where: place === "" ? file : `${file}, ${place}`,
    expected,
    got,
    remedy: details.remedy ?? "Correct the file; docs/add-a-paper.md describes its members",
    cause: details.cause,
  });
}

/** A path in JSON as people write it: `claims[1].comparisons[0].better`. */
function jsonPath(path: readonly PropertyKey[]): string {
  const written = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`));
  return written.join("").replace(/^\./, "");
}

/** A value as an error shows it, cut where it is long. */
export function shown(value: unknown): string {
  const written = value === undefined ? "nothing" : JSON.stringify(value);
  return written.length > 80 ? `${written.slice(0, 77)}...` : written;
}
