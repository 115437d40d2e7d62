import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { basename, relative } from "node:path";
import { createGunzip } from "node:zlib";

import { fileHash } from "../../common/hash.js";
import { MoviolaError } from "../../common/errors.js";
import type { SourceFile } from "../dataset.js";
import { gzipError } from "./gzip-error.js";

/** How much of a file is looked at to tell what it is, in bytes. */
const HEAD_BYTES = 65536;

/** A file that was looked at and holds something readable. */
export interface OpenedFile {
  readonly path: string;
  /** True when the bytes are gzip, whatever the name says. */
  readonly gzip: boolean;
  /** The first bytes, unpacked. */
  readonly head: Buffer;
  /** The first lines as Latin-1 text, which never fails to decode; without a byte order mark. */
  readonly headText: string;
}

/**
 * Looks at the beginning of a data file. Throws `E_DATA_FILE` when it is not there or a folder,
 * `E_DATA_EMPTY`, `E_DATA_HTML`, `E_DATA_LFS_POINTER`, `E_DATA_ENCODING` for UTF-16, and
 * `E_DATA_GZIP` or `E_DATA_TRUNCATED` for packed files that do not unpack.
 */
export async function openDataFile(path: string): Promise<OpenedFile> {
  const bytes = await readHead(path);
  const gzip = bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
  const head = gzip ? await unpackHead(path) : bytes;
  const headText = head.toString("latin1").replace(/^\u00ef\u00bb\u00bf/, "");
  refuseImpostor(path, head, headText);
  return { path, gzip, head, headText };
}

/** Path relative to `folder`, size and hash of a file. */
export async function describeSource(path: string, folder: string): Promise<SourceFile> {
  const { size } = await stat(path);
  const name = relative(folder, path).replaceAll("\\", "/");
  return {
    path: name.startsWith("..") || name === "" ? basename(path) : name,
    bytes: size,
    sha256: await fileHash(path),
  };
}

async function readHead(path: string): Promise<Buffer> {
  try {
    const handle = await open(path, "r");
    try {
      const buffer = Buffer.alloc(HEAD_BYTES);
      const { bytesRead } = await handle.read(buffer, 0, HEAD_BYTES, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (cause) {
    const folder = (cause as NodeJS.ErrnoException).code === "EISDIR";
    throw new MoviolaError("E_DATA_FILE", "A data file cannot be read", {
      where: path,
      expected: "a readable file",
      got: folder ? "a folder" : (cause as Error).message,
      remedy: "Check the path, or see with `moviola data list` which data sets are there",
      cause,
    });
  }
}

async function unpackHead(path: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  const source = createReadStream(path);
  try {
    const unpacked = source.on("error", () => undefined).pipe(createGunzip());
    for await (const chunk of unpacked) {
      parts.push(chunk as Buffer);
      length += (chunk as Buffer).length;
      if (length >= HEAD_BYTES) break;
    }
  } catch (error) {
    throw gzipError(path, error);
  } finally {
    source.destroy();
  }
  return Buffer.concat(parts).subarray(0, HEAD_BYTES);
}

function refuseImpostor(path: string, head: Buffer, text: string): void {
  const start = text.trimStart().slice(0, 200).toLowerCase();
  if (start === "") {
    throw new MoviolaError("E_DATA_EMPTY", "A data file is empty", {
      where: path,
      expected: "rows of data",
      got: `${head.length} bytes, none of them text`,
      remedy: "Get the file again; its download may have failed",
    });
  }
  if (start.startsWith("<!doctype") || start.startsWith("<html") || start.startsWith("<?xml")) {
    throw new MoviolaError("E_DATA_HTML", "A web page stands in place of data", {
      where: path,
      expected: "rows of data",
      got: JSON.stringify(text.trimStart().slice(0, 60)),
      remedy: "Open the download address in a browser: it may ask for a login or have moved",
    });
  }
  if (start.startsWith("version https://git-lfs")) {
    throw new MoviolaError("E_DATA_LFS_POINTER", "A Git LFS pointer stands in place of data", {
      where: path,
      expected: "rows of data",
      got: JSON.stringify(text.slice(0, 60)),
      remedy: "Run `git lfs pull` in the repository that the file came from",
    });
  }
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) {
    throw new MoviolaError("E_DATA_ENCODING", "A data file is not in the expected encoding", {
      where: path,
      expected: "UTF-8",
      got: "UTF-16",
      remedy: "Save the file as UTF-8",
    });
  }
}
