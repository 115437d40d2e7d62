import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

/** Both hashes of a file, hexadecimal, and its size. */
export interface Checksums {
  readonly bytes: number;
  readonly sha256: string;
  readonly md5: string;
}

/** What is known of a file before it is fetched; unknown members are absent or null. */
export interface ExpectedFile {
  readonly bytes?: number | null;
  readonly sha256?: string | null;
  /** Used as the check only where there is no SHA-256. */
  readonly md5?: string | null;
}

/** Reads a file once for its size and both hashes. */
export async function checksumsOf(path: string): Promise<Checksums> {
  const sha256 = createHash("sha256");
  const md5 = createHash("md5");
  let bytes = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    sha256.update(chunk);
    md5.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: sha256.digest("hex"), md5: md5.digest("hex") };
}

/** The hash to check a file by, the stronger first; undefined when none is known. */
export function knownHash(
  expected: ExpectedFile,
): { readonly kind: "sha256" | "md5"; readonly value: string } | undefined {
  if (typeof expected.sha256 === "string") return { kind: "sha256", value: expected.sha256 };
  if (typeof expected.md5 === "string") return { kind: "md5", value: expected.md5 };
  return undefined;
}
