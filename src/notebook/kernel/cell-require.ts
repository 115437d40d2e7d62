import { createRequire } from "node:module";
import Module from "node:module";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { packageRoot } from "./package-root.js";
import { tslabPath } from "./tslab.js";

const required = /\brequire\("([^"]+)"\)/g;
const needImport = new Set(["ERR_REQUIRE_ESM", "ERR_REQUIRE_ASYNC_MODULE"]);

type CompilingModule = Module & {
  paths: string[];
  _compile(source: string, filename: string): unknown;
};

/**
 * `require` for compiled cells. `moviola` is this package, loaded once as the module that the
 * kernel itself belongs to, so its registries are shared by all cells; `tslab` is the installed
 * one; everything else resolves from the working folder.
 */
export class CellRequire {
  readonly #folder: string;
  readonly #resolver: NodeJS.Require;
  /** Modules that can only be loaded asynchronously, by specifier. */
  readonly #imported: Map<string, unknown> = new Map();
  /** TypeScript files of the user, compiled, by path without extension. */
  readonly #sources: Map<string, string> = new Map();
  readonly #loaded: Map<string, Module> = new Map();

  constructor(folder: string) {
    this.#folder = folder;
    this.#resolver = createRequire(join(folder, "cell.js"));
  }

  /** Takes compiled sources of the user; a changed one is loaded anew. */
  update(outputs: readonly { readonly path: string; readonly data: string }[]): void {
    for (const { path, data } of outputs) {
      const key = resolve(path);
      this.#sources.set(key, data);
      this.#loaded.delete(key);
    }
  }

  /** Loads what `output` requires and `require` alone cannot. */
  async prepare(output: string): Promise<void> {
    for (const [, specifier] of output.matchAll(required)) {
      if (specifier === undefined || this.#imported.has(specifier)) continue;
      if (specifier === "moviola") {
        this.#imported.set(specifier, await importMoviola());
      } else if (this.#needsImport(specifier)) {
        const url = pathToFileURL(this.#resolver.resolve(specifier)).href;
        this.#imported.set(specifier, await import(url));
      }
    }
  }

  #needsImport(specifier: string): boolean {
    if (specifier === "tslab" || specifier.startsWith(".")) return false;
    try {
      this.#resolver(specifier);
      return false;
    } catch (error) {
      // Any other failure is the cell's own and is met when the cell runs.
      return needImport.has((error as NodeJS.ErrnoException).code ?? "");
    }
  }

  /** What a cell calls. */
  readonly require = (specifier: string): unknown => {
    if (this.#imported.has(specifier)) return this.#imported.get(specifier);
    return this.#requireFrom(specifier, this.#folder, this.#resolver);
  };

  #requireFrom(specifier: string, folder: string, fallback: (id: string) => unknown): unknown {
    if (specifier === "tslab") return this.#resolver(tslabPath("dist/public.js"));
    if (this.#imported.has(specifier)) return this.#imported.get(specifier);
    const path = resolve(folder, specifier.endsWith(".js") ? specifier : `${specifier}.js`);
    if (!specifier.startsWith(".") || !this.#sources.has(path)) return fallback(specifier);
    return (this.#loaded.get(path) ?? this.#load(path)).exports;
  }

  #load(path: string): Module {
    const loaded = new Module(path) as CompilingModule;
    this.#loaded.set(path, loaded);
    loaded.filename = path;
    const resolver = createRequire(path);
    loaded.require = ((specifier: string) =>
      this.#requireFrom(specifier, dirname(path), resolver)) as typeof loaded.require;
    loaded._compile(this.#sources.get(path)!, path);
    return loaded;
  }
}

/** The public face of this package. */
export function importMoviola(): Promise<unknown> {
  return import(pathToFileURL(join(packageRoot, "dist", "index.js")).href);
}
