/** Outcomes of cases by seed, kept until code or cases are others: a long run that was cut goes on where it was. */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ownFolder = fileURLToPath(new URL(".", import.meta.url));

/** The outcomes of one part, seed and state of the code. */
export class Kept {
  #folder;

  constructor(root, name, seed) {
    const cache = join(root, "node_modules", ".cache", "moviola", "trust", name);
    this.#folder = join(cache, `${codeHash(root)}-${seed}`);
    mkdirSync(this.#folder, { recursive: true });
  }

  /** The outcome of a case; undefined when it has not been tried. */
  find(name) {
    try {
      return JSON.parse(readFileSync(join(this.#folder, `${name}.json`), "utf8"));
    } catch {
      return undefined;
    }
  }

  keep(name, outcome) {
    const path = join(this.#folder, `${name}.json`);
    writeFileSync(`${path}.new`, `${JSON.stringify(outcome)}\n`);
    renameSync(`${path}.new`, path);
  }
}

/** Over the built library and the cases themselves. */
function codeHash(root) {
  const hash = createHash("sha256");
  for (const folder of [join(root, "dist"), ownFolder]) {
    const names = readdirSync(folder, { recursive: true }).sort();
    for (const name of names.filter((one) => /\.(js|cjs|mjs|wasm)$/.test(one))) {
      hash.update(name).update(readFileSync(join(folder, name)));
    }
  }
  return hash.digest("hex").slice(0, 12);
}
