import { MoviolaError } from "../../common/errors.js";

/** What a failure to unpack means: `E_DATA_TRUNCATED` when the end is missing, else `E_DATA_GZIP`. */
export function gzipError(path: string, cause: unknown): MoviolaError {
  const message = cause instanceof Error ? cause.message : String(cause);
  if ((cause as NodeJS.ErrnoException).code === "Z_BUF_ERROR") {
    return new MoviolaError("E_DATA_TRUNCATED", "A packed file ends too early", {
      where: path,
      expected: "a complete gzip file",
      got: message,
      remedy: "Get the file again; its download was cut off",
      cause,
    });
  }
  return new MoviolaError("E_DATA_GZIP", "A packed file cannot be unpacked", {
    where: path,
    expected: "a sound gzip file",
    got: message,
    remedy: "Get the file again; its content is damaged",
    cause,
  });
}
