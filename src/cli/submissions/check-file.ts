/** A look through a stranger's file within bounds, before a reader takes it into memory. */
import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { isMoviolaError } from "../../common/errors.js";
import { submissionError } from "./submission-error.js";

/** Most that a file may hold. */
export interface FileLimits {
  /** Lines; a line may have 1,000 characters, and the whole file 100 times as many bytes. */
  readonly rows: number;
}

const longestLine = 1_000;
const bytesOfRow = 100;

/**
 * Makes sure that a file is a plain one of text within the limits, packed with gzip or not, and gives the SHA-256
 * of its unpacked bytes. Reads no more than the limits allow; a link is not followed and a pipe not waited for.
 * Throws `E_SUBMISSION_FILE`, and what the system throws.
 */
export async function checkFile(path: string, { rows }: FileLimits): Promise<string> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  const handle = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const entry = await handle.stat();
    if (!entry.isFile()) throw submissionError(path, "a file", "a link or a device");
    const mostBytes = rows * bytesOfRow;
    if (entry.size > mostBytes) throw tooLarge(path, mostBytes, `${entry.size} bytes`);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    const isPacked = bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
    const source = handle.createReadStream({ start: 0, autoClose: false });
    const bytes = isPacked ? source.pipe(createGunzip()) : source;
    source.on("error", (error) => bytes.destroy(error));
    try {
      return await lookThrough(path, bytes, rows, mostBytes);
    } catch (error) {
      if (!isPacked || isMoviolaError(error)) throw error;
      throw submissionError(
        path,
        "text, or text packed with gzip",
        "a packed file that is damaged",
      );
    } finally {
      bytes.destroy();
      source.destroy();
    }
  } finally {
    await handle.close();
  }
}

async function lookThrough(
  path: string,
  bytes: AsyncIterable<unknown>,
  mostRows: number,
  mostBytes: number,
): Promise<string> {
  const hash = createHash("sha256");
  let size = 0;
  let rows = 0;
  let length = 0;
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) throw tooLarge(path, mostBytes, `more than ${mostBytes} bytes`);
    if (chunk.includes(0)) throw submissionError(path, "text", "a binary file");
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      refuseLong(path, length + end - start, rows);
      length = 0;
      start = end + 1;
      if (++rows > mostRows) throw tooLarge(path, mostBytes, `more than ${mostRows} lines`);
    }
    length += chunk.length - start;
    refuseLong(path, length, rows);
    hash.update(chunk);
  }
  return hash.digest("hex");
}

function refuseLong(path: string, length: number, line: number): void {
  if (length <= longestLine) return;
  const expected = `lines of at most ${longestLine} characters`;
  throw submissionError(path, expected, `a longer line ${line + 1}, or a binary file`);
}

function tooLarge(path: string, mostBytes: number, got: string): Error {
  const expected = `at most ${mostBytes / bytesOfRow} lines and ${mostBytes} bytes`;
  return submissionError(path, expected, got, "Shorten the lists, or raise --row-limit");
}
