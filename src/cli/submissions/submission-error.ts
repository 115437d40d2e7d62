import { MoviolaError, isMoviolaError } from "../../common/errors.js";
import { plainText } from "./plain-text.js";

/** A file or folder of a submission that is not looked into: what was wanted, and what is there. */
export function submissionError(
  path: string,
  expected: string,
  got: string,
  remedy = "Hand in one TSV or CSV file of lists or predictions",
): MoviolaError {
  const details = { where: path, expected, got, remedy };
  return new MoviolaError("E_SUBMISSION_FILE", "This cannot be marked", details);
}

/** Why a submission was refused: its code, and the reason in a line without control characters. */
export interface Refusal {
  readonly code: string;
  readonly reason: string;
}

/** The refusal that any error means, `path` shortened to its last part. */
export function refusalOf(error: unknown, path: string): Refusal {
  if (!isMoviolaError(error)) {
    const system = (error as { readonly code?: unknown }).code;
    const words = typeof system === "string" ? system : (error as Error).name;
    return { code: "E_CLI_FILE", reason: plainText(`The file cannot be read: ${words}`, 200) };
  }
  const { code, message, details } = error;
  const summary = message.split("\n", 1)[0].slice(code.length + 2);
  const place = details.where?.replace(path, "").replace(/^[,\s]+/, "");
  const { got, expected } = details;
  const parts = [place ?? "", got === undefined ? "" : `got ${got}`];
  if (expected !== undefined) parts.push(`expected ${expected}`);
  const rest = parts.filter((part) => part !== "").join(", ");
  return { code, reason: plainText(rest === "" ? summary : `${summary}: ${rest}`, 240) };
}
