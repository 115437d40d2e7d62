import { MoviolaError } from "../../common/errors.js";

const reservedOnWindows = /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i;

/** In bytes: what every usual file system takes, and leaves room for the folder that is unpacked to. */
const [longestPart, longestName] = [255, 1024];

/**
 * The parts of an entry's name, if it stays inside the folder that is unpacked to on every system.
 * Throws `E_ARCHIVE_PATH` for an absolute path, a drive, a backslash, `..`, an empty part, a name
 * with a control character, one that Windows keeps for itself, or one that is too long for a file.
 */
export function entryParts(archive: string, name: string): string[] {
  const parts = name.replace(/\/$/, "").split("/");
  const isBad = (part: string): boolean =>
    part === "" ||
    part === "." ||
    part === ".." ||
    /[\\:]/.test(part) ||
    Array.from(part).some((character) => character < " " || character === "\u007f") ||
    Buffer.byteLength(part) > longestPart ||
    reservedOnWindows.test(part);
  if (Buffer.byteLength(name) <= longestName && !parts.some(isBad)) return parts;
  throw pathError(
    archive,
    "a relative path inside the target folder",
    JSON.stringify(name.slice(0, 200)),
  );
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
