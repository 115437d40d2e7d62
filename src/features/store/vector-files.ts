import { open, type FileHandle } from "node:fs/promises";
import type { FeatureManifest } from "../contract.js";
import { corrupt } from "./errors.js";
import { bytesOf, decodeRows, readAt } from "./matrix-file.js";

/** A file with rows of numbers: a set's matrix or a block of work. */
export interface VectorFile {
  readonly path: string;
  /** Position of the first row's first byte. */
  readonly offset: number;
  readonly dtype: FeatureManifest["dtype"];
  readonly dim: number;
}

/** Most files that are open at a time. */
const maximumOpen = 16;

/** Reads single rows of many files with few of them open. */
export class VectorReader {
  readonly #open = new Map<string, FileHandle>();

  /** One row as single precision `[dim]`. Throws `E_FEATURE_CORRUPT` when the file ends before it. */
  async read(file: VectorFile, row: number): Promise<Float32Array> {
    const rowBytes = file.dim * bytesOf(file.dtype);
    const handle = await this.#handle(file.path);
    const bytes = await readAt(handle, file.offset + row * rowBytes, rowBytes);
    if (bytes.length === rowBytes) return decodeRows(bytes, file.dtype);
    throw corrupt(file.path, `${rowBytes} bytes of row ${row}`, `${bytes.length} bytes`);
  }

  async close(): Promise<void> {
    for (const handle of this.#open.values()) await handle.close();
    this.#open.clear();
  }

  async #handle(path: string): Promise<FileHandle> {
    const known = this.#open.get(path);
    if (known !== undefined) return known;
    if (this.#open.size >= maximumOpen) {
      const [oldest, handle] = this.#open.entries().next().value!;
      this.#open.delete(oldest);
      await handle.close();
    }
    const handle = await open(path, "r");
    this.#open.set(path, handle);
    return handle;
  }
}
