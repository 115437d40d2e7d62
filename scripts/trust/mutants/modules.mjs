/** A fresh copy of the project's modules for every mutant: compiled once, evaluated anew, one file replaced. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import vm from "node:vm";

export const wrapperStart = "(async function (exports, require, module, importMeta__) {";
const syncStart = "(      function (exports, require, module, importMeta__) {";
const noData = `exports.hasDataset = async () => false;`;

export class Modules {
  #root;
  #compiled;
  #words;
  #scripts = new Map();
  #packages;

  /** `compiled`: the folder of compiled files; `words`: what stands for "vitest". */
  constructor(root, compiled, words) {
    this.#root = root;
    this.#compiled = compiled;
    this.#words = words;
    this.#packages = createRequire(join(root, "package.json"));
  }

  /** A loader of test files over modules that nothing was evaluated of yet; `changed`: `{ path, code }`. */
  fresh(changed) {
    const records = new Map();
    const replacement = changed && this.#script(changed.code, changed.path, false);
    const load = (path) => {
      const known = records.get(path);
      if (known !== undefined) return known.exports;
      const record = { exports: {} };
      records.set(path, record);
      try {
        const isChanged = changed?.path === path;
        this.#evaluate(isChanged ? replacement : this.#scriptOf(path), path, record, load);
      } catch (error) {
        records.delete(path);
        throw error;
      }
      return record.exports;
    };
    return async (path) => {
      const record = { exports: {} };
      await this.#evaluate(this.#scriptOf(path, true), path, record, load);
    };
  }

  #evaluate(script, path, record, load) {
    const whole = join(this.#root, path);
    if (path.endsWith(".json")) {
      const data = JSON.parse(readFileSync(whole, "utf8"));
      record.exports = { __esModule: true, default: data };
      return undefined;
    }
    const require = (name) => this.#required(name, dirname(whole), load);
    const meta = { url: pathToFileURL(whole).href, filename: whole, dirname: dirname(whole) };
    return script.runInThisContext()(record.exports, require, record, meta);
  }

  #required(name, folder, load) {
    if (name === "vitest") return this.#words;
    if (!name.startsWith(".")) return this.#packages(name);
    const whole = join(folder, name);
    const source = whole.endsWith(".js") ? `${whole.slice(0, -3)}.ts` : whole;
    const found = existsSync(source) ? source : whole;
    return load(relative(this.#root, found).replaceAll("\\", "/"));
  }

  #scriptOf(path, isAsync = false) {
    if (path.endsWith(".json")) return undefined;
    const known = this.#scripts.get(path);
    if (known !== undefined) return known;
    const isData = path === "test/support/real-data.ts";
    const code = isData ? noData : readFileSync(join(this.#compiled, `${path}.js`), "utf8");
    const script = this.#script(code, path, isAsync);
    this.#scripts.set(path, script);
    return script;
  }

  #script(code, path, isAsync) {
    const start = isAsync ? wrapperStart : syncStart;
    return new vm.Script(`${start}${code}\n})`, { filename: `moviola:${path}` });
  }
}
