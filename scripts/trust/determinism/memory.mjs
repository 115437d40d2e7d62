/** What an interrupted trust run computed already, by the code and the settings; gone when the part has come to its end. */
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export class Memory {
  /** How many computations were taken from an earlier start. */
  nTaken = 0;
  #folder;

  constructor(folder) {
    this.#folder = folder;
  }

  static async open(root, settings) {
    const identity = join(root, "dist", "experiment", "manifest", "code-identity.js");
    const { codeIdentity } = await import(pathToFileURL(identity).href);
    const hash = createHash("sha256").update(JSON.stringify([await codeIdentity(), settings]));
    for (const name of readdirSync(import.meta.dirname).sort()) {
      hash.update(readFileSync(join(import.meta.dirname, name)));
    }
    const cache = join(root, "node_modules", ".cache", "moviola", "trust", "determinism");
    const folder = join(cache, hash.digest("hex").slice(0, 16));
    mkdirSync(folder, { recursive: true });
    return new Memory(folder);
  }

  /** What is known under a name, else what `compute` gives; failures are not kept. */
  async take(name, compute) {
    const path = join(this.#folder, `${name}.json`);
    if (existsSync(path)) {
      this.nTaken++;
      return JSON.parse(readFileSync(path, "utf8"));
    }
    const found = await compute();
    if (found.failure === undefined) {
      writeFileSync(`${path}.tmp`, JSON.stringify(found));
      renameSync(`${path}.tmp`, path);
    }
    return found;
  }

  close() {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
