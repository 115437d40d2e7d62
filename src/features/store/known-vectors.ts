/** Which sources already have a vector, and where it stands. */
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { removeStaleTemporaries } from "../../common/files.js";
import { canonicalJson, contentHash } from "../../common/hash.js";
import type { Device, ExtractorIdentity, FeatureManifest, ItemState } from "../contract.js";
import type { FeatureStore } from "./feature-store.js";
import { matrixFile, workFolder } from "./location.js";
import { blockRange, matrixHead } from "./matrix-file.js";
import { findFaults } from "./read-set.js";
import { hasVector, type StoredSet } from "./stored-set.js";
import type { VectorFile } from "./vector-files.js";
import { isBlockName, readWorkBlock, type WorkBlock } from "./work-block.js";

/** What is known of one source. */
export interface KnownVector {
  readonly file: VectorFile;
  readonly row: number;
  readonly state: ItemState;
  readonly remark: string;
}

/** What makes vectors exchangeable: the extractor and the device that it ran on. */
export interface VectorOrigin {
  readonly identity: ExtractorIdentity;
  readonly device: Device;
  readonly dim: number;
}

/** A name for an origin, for its folder of work and its lock. */
export function originName({ identity, device }: Omit<VectorOrigin, "dim">): string {
  return contentHash([canonicalJson(identity), device]).slice(0, 16);
}

/** How {@link KnownVectors.gather} looks. */
export interface GatherOptions {
  /** float16 takes rows of both types, since rounding once or at the end is the same. */
  readonly dtype: FeatureManifest["dtype"];
  /** Sources that were left without a vector are not known: they are tried again. */
  readonly retryFailed: boolean;
}

/** The vectors of one origin in a store, by the hash of their source. Only verified ones. */
export class KnownVectors {
  readonly #bySource = new Map<string, KnownVector>();
  readonly #blocks: WorkBlock[] = [];
  /** Folder of the blocks of unfinished sets. */
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Reads and verifies all that the store has of an origin; damaged blocks of work are removed. */
  static async gather(
    store: FeatureStore,
    origin: VectorOrigin,
    options: GatherOptions,
  ): Promise<KnownVectors> {
    const known = new KnownVectors(join(store.directory, workFolder, originName(origin)));
    await known.#gatherWork(origin.dim);
    for (const set of await store.list()) {
      if (isOfOrigin(set, origin, options.dtype)) await known.#addSet(store, set);
    }
    if (options.retryFailed) known.#forgetFailed();
    return known;
  }

  get(source: string): KnownVector | undefined {
    return this.#bySource.get(source);
  }

  /** Takes the rows of a block of work. */
  addBlock(block: WorkBlock): void {
    this.#blocks.push(block);
    const { path, bodyOffset: offset, dim } = block;
    const file: VectorFile = { path, offset, dim, dtype: "float32" };
    block.sources.forEach((source, row) => {
      this.#add(source, { file, row, state: block.states[row], remark: block.remarks[row] });
    });
  }

  /** Seconds that the blocks of work took. */
  get secondsOfWork(): number {
    return this.#blocks.reduce((sum, { seconds }) => sum + seconds, 0);
  }

  /** Removes blocks of work all of whose sources stand in a finished set. */
  async removeFinished(finished: ReadonlySet<string>): Promise<void> {
    for (const { path, sources } of this.#blocks) {
      if (sources.every((source) => finished.has(source))) await rm(path, { force: true });
    }
  }

  async #gatherWork(dim: number): Promise<void> {
    await removeStaleTemporaries(this.folder);
    const names = await readdir(this.folder).catch(() => [] as string[]);
    for (const name of names.filter(isBlockName).sort()) {
      const path = join(this.folder, name);
      const block = await readWorkBlock(path);
      if (block?.dim === dim) this.addBlock(block);
      else await rm(path, { force: true });
    }
  }

  async #addSet(store: FeatureStore, set: StoredSet): Promise<void> {
    const { manifest, states, remarks } = set;
    const folder = store.folderOf(set.id);
    const damaged = new Set((await findFaults(folder, set)).map(({ block }) => block));
    const { dim, dtype } = manifest;
    const offset = matrixHead(manifest).length;
    const file: VectorFile = { path: join(folder, matrixFile), offset, dim, dtype };
    for (let block = 0; block * manifest.blockRows < manifest.nItems; block++) {
      if (damaged.has(block)) continue;
      const { start, end } = blockRange(manifest, block);
      for (let row = start; row < end; row++) {
        const source = manifest.sourceHashes[row];
        if (source !== "") {
          this.#add(source, { file, row, state: states[row], remark: remarks[row] });
        }
      }
    }
  }

  #add(source: string, vector: KnownVector): void {
    const standing = this.#bySource.get(source);
    if (standing === undefined || !hasVector(standing.state)) this.#bySource.set(source, vector);
  }

  #forgetFailed(): void {
    for (const [source, { state }] of this.#bySource) {
      if (!hasVector(state)) this.#bySource.delete(source);
    }
  }
}

function isOfOrigin(
  set: StoredSet,
  origin: VectorOrigin,
  dtype: FeatureManifest["dtype"],
): boolean {
  const { manifest } = set;
  if (manifest.dim !== origin.dim || originName(manifest) !== originName(origin)) return false;
  return manifest.dtype === "float32" || dtype === "float16";
}
