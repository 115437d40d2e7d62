import { MoviolaError } from "../../common/errors.js";

const reservedOnWindows = /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i;

/**
 * The parts of an entry's name, if it stays inside the folder that is unpacked to on every system.
 * Throws `E_ARCHIVE_PATH` for an absolute path, a drive, a backslash, `..`, an empty part, a name
 * with a control character, or one that Windows keeps for itself.
 */
export function entryParts(archive: string, name: string): string[] {
  const parts = name.replace(/\/$/, "").split("/");
  const isBad = (part: string): boolean =>
    part === "" ||
    part === "." ||
    part === ".." ||
    /[\\:]/.test(part) ||
    Array.from(part).some((character) => character < " " || character === "\u007f") ||
    reservedOnWindows.test(part);
  if (!parts.some(isBad)) return parts;
  throw pathError(archive, "a relative path inside the target folder", JSON.stringify(name));
}

/** An error about the name of an entry. */
export function pathError(where: string, expected: string, got: string): MoviolaError {
  return new MoviolaError("E_ARCHIVE_PATH", "An archive holds an entry with an unsafe name", {
    where,
    expected,
    got,
    remedy: "Do not trust this archive; nothing of it was kept",
  });
}
