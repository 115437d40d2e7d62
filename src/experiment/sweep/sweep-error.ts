import { isMoviolaError, MoviolaError } from "../../common/errors.js";

/** A fault of a sweep's file: `where` is the path in its JSON, such as `models[1].config.neighbours`. */
export function sweepFileError(
  where: string,
  expected: string,
  got: string,
  details: { readonly remedy?: string; readonly cause?: unknown } = {},
): MoviolaError {
  return new MoviolaError("E_SWEEP_FILE", "The sweep's file cannot be used", {
    where,
    expected,
    got,
    remedy:
      details.remedy ?? "Correct the file; docs/command-line.md, sweep, describes its members",
    cause: details.cause,
  });
}

/** A path in JSON as people write it: `models[1].config.neighbours`; the whole file is `the file`. */
export function jsonPath(path: readonly PropertyKey[]): string {
  const written = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`));
  return written.join("").replace(/^\./, "") || "the file";
}

/** Does `work`; what the library refuses there is refused as a fault at `path` of the file. */
export function atPath<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!isMoviolaError(error) || error.code === "E_SWEEP_FILE") throw error;
    const { where, expected, got, remedy } = error.details;
    const summary = error.message.split("\n", 1)[0];
    throw sweepFileError(
      where === undefined ? path : `${path} (${where})`,
      expected ?? "what the library can work with",
      got === undefined ? summary : `${got} (${summary})`,
      { ...(remedy === undefined ? {} : { remedy }), cause: error },
    );
  }
}
