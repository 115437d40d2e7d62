/** Hashes of values and folders; typed arrays by their bytes, objects in the order of their names. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** 64 bits of SHA-256 over anything that JSON or a typed array can hold. */
export function hashOf(value) {
  const hash = createHash("sha256");
  add(hash, value);
  return hash.digest("hex").slice(0, 16);
}

/** Over names and bytes of all files below a folder. */
export function hashOfFolder(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return hashOf(files.map((file) => [file.slice(folder.length), readFileSync(file)]));
}

function add(hash, value) {
  if (ArrayBuffer.isView(value)) {
    hash.update(`${value.constructor.name} ${value.length}\n`);
    hash.update(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  } else if (Array.isArray(value)) {
    hash.update(`[${value.length}\n`);
    for (const one of value) add(hash, one);
  } else if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
    for (const [key, one] of entries) {
      hash.update(`${key}:`);
      add(hash, one);
    }
  } else {
    hash.update(`${typeof value} ${String(value)}\n`);
  }
}
