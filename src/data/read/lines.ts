import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";

import { MoviolaError, isMoviolaError } from "../../common/errors.js";
import { gzipError } from "./gzip-error.js";
import { openDataFile } from "./source-file.js";

/** How the bytes of a text file are read: UTF-8, or Latin-1 as the older MovieLens releases. */
export type TextEncoding = "utf8" | "latin1";

/** Longest line of a text file, in characters; a text cannot be much longer. */
const MAXIMUM_LINE = 2 ** 27;

/**
 * Calls `visit` with every line of a text file, without its line end, and its number counted from
 * 1. Unpacks gzip by its content, not by its name; takes `\n` and `\r\n`; streams, so a file may be
 * larger than memory. Returns the number of lines.
 *
 * Errors: those of a file that is no data (`E_DATA_FILE`, `E_DATA_EMPTY`, `E_DATA_HTML`,
 * `E_DATA_LFS_POINTER`), `E_DATA_TRUNCATED`, `E_DATA_GZIP`, `E_DATA_ENCODING` when the bytes
 * are not UTF-8, and `E_DATA_TABLE` for a line of more than 2^27 characters.
 */
export async function forEachLine(
  path: string,
  encoding: TextEncoding,
  visit: (line: string, number: number) => void,
): Promise<number> {
  const { gzip } = await openDataFile(path);
  const decoder = new TextDecoder(encoding === "utf8" ? "utf-8" : "latin1", { fatal: true });
  let [number, rest] = [0, ""];
  const take = (text: string): void => {
    let start = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
      const line = rest + text.slice(start, text.charCodeAt(end - 1) === 13 ? end - 1 : end);
      rest = "";
      start = end + 1;
      visit(line.endsWith("\r") ? line.slice(0, -1) : line, ++number);
    }
    rest += text.slice(start);
    if (rest.length > MAXIMUM_LINE) throw lineError(path, number + 1);
  };
  const decode = (bytes: Uint8Array | undefined): string => {
    try {
      // Windows-1252, which the platform calls Latin-1, differs from it in 0x80 to 0x9f.
      if (encoding === "latin1") return bytes === undefined ? "" : latin1(bytes);
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch (cause) {
      throw encodingError(path, number + 1, cause);
    }
  };
  const source = createReadStream(path, { highWaterMark: 1 << 18 });
  try {
    for await (const chunk of unpacked(source, gzip)) take(decode(chunk as Buffer));
    take(decode(undefined));
  } catch (error) {
    if (gzip && !isMoviolaError(error)) throw gzipError(path, error);
    throw error;
  } finally {
    source.destroy();
  }
  if (rest !== "") visit(rest.endsWith("\r") ? rest.slice(0, -1) : rest, ++number);
  return number;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

function unpacked(source: Readable, gzip: boolean): Readable {
  if (!gzip) return source;
  const gunzip = createGunzip({ chunkSize: 1 << 18 });
  source.on("error", (error) => gunzip.destroy(error));
  return source.pipe(gunzip);
}

function lineError(path: string, line: number): MoviolaError {
  return new MoviolaError("E_DATA_TABLE", "A line of a data file is too long", {
    where: `${path}, line ${line}`,
    expected: `lines of at most ${MAXIMUM_LINE} characters`,
    got: "a longer one",
    remedy: "Check that this is a text file with rows; get it again, or write a row a line",
  });
}

function encodingError(path: string, line: number, cause: unknown): MoviolaError {
  return new MoviolaError("E_DATA_ENCODING", "A data file is not in the expected encoding", {
    where: `${path}, at or after line ${line}`,
    expected: "UTF-8",
    got: "bytes that are not UTF-8",
    remedy: 'Save the file as UTF-8, or read it with encoding "latin1"',
    cause,
  });
}
