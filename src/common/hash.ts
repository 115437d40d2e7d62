import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";

/** Anything whose bytes can be hashed: text (as UTF-8), bytes, typed arrays (as stored). */
export type Hashable = string | ArrayBufferView;

/**
 * SHA-256, as 64 hexadecimal digits, of the parts in order. Each part is preceded by its length, so
 * that `["ab", "c"]` and `["a", "bc"]` differ.
 */
export function contentHash(parts: Iterable<Hashable>): string {
  const hash = createHash("sha256");
  for (const part of parts) {
    const bytes =
      typeof part === "string"
        ? Buffer.from(part, "utf8")
        : Buffer.from(part.buffer, part.byteOffset, part.byteLength);
    hash.update(`${bytes.byteLength}:`);
    hash.update(bytes);
  }
  return hash.digest("hex");
}

/** SHA-256, as 64 hexadecimal digits, of a file's bytes; the same as `sha256sum` prints. */
export async function fileHash(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

/**
 * JSON with the keys of every object in code-unit order, so that equal values give equal text.
 * `undefined` members are left out, as in JSON.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => {
    if (member === null || typeof member !== "object" || Array.isArray(member)) return member;
    const record = member as Record<string, unknown>;
    return Object.fromEntries(
      Object.keys(record)
        .sort()
        .map((key) => [key, record[key]]),
    );
  });
}
