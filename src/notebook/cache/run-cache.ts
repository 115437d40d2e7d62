import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

import { writeFileAtomic, writeJsonAtomic } from "../../common/files.js";
import { contentHash } from "../../common/index.js";
import { parseJson } from "../../common/json.js";
import type { NotebookVerdict } from "../run/outputs.js";

/** A kept result: the executed notebook's text and what is said about it without reading it. */
export interface KeptRun {
  readonly content: string;
  readonly cells: number;
  /** How long the run took, in seconds. */
  readonly seconds: number;
  readonly errorText: string;
  readonly verdict: NotebookVerdict | undefined;
}

const description = z.object({
  notebook: z.string(),
  sha256: z.string(),
  cells: z.number(),
  seconds: z.number(),
  errorText: z.string(),
  written: z.string(),
  verdict: z
    .object({ text: z.string(), held: z.number().optional(), of: z.number().optional() })
    .optional(),
});

/** Results kept a notebook; older ones are removed. */
const keptResults = 8;

/** Results of finished runs in a folder, by recipe. Every file is written whole or not at all. */
export class RunCache {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The result of a recipe; `undefined` when there is none or it is not what was written. */
  async find(recipe: string): Promise<KeptRun | undefined> {
    const described = await this.#describe(`${recipe}.json`);
    if (described === undefined) return undefined;
    const content = await readFile(join(this.#folder, `${recipe}.ipynb`), "utf8").catch(() => "");
    if (contentHash([content]) !== described.sha256) return undefined;
    const { cells, seconds, errorText, verdict } = described;
    return { content, cells, seconds, errorText, verdict: verdict };
  }

  /** Keeps a result; the description is written last, so that a killed run leaves no result. */
  async keep(recipe: string, notebook: string, run: KeptRun): Promise<void> {
    const { content, ...rest } = run;
    await writeFileAtomic(join(this.#folder, `${recipe}.ipynb`), content);
    const written = new Date().toISOString();
    const sha256 = contentHash([content]);
    await writeJsonAtomic(join(this.#folder, `${recipe}.json`), {
      notebook,
      sha256,
      written,
      ...rest,
    });
    await this.#removeOld(notebook);
  }

  async #describe(name: string): Promise<z.infer<typeof description> | undefined> {
    try {
      const text = await readFile(join(this.#folder, name), "utf8");
      return description.parse(parseJson(text));
    } catch {
      return undefined;
    }
  }

  async #removeOld(notebook: string): Promise<void> {
    const names = (await readdir(this.#folder)).filter((name) => name.endsWith(".json"));
    const own: { readonly recipe: string; readonly written: string }[] = [];
    for (const name of names) {
      const described = await this.#describe(name);
      if (described?.notebook !== notebook) continue;
      own.push({ recipe: name.slice(0, -".json".length), written: described.written });
    }
    own.sort((left, right) => (left.written < right.written ? 1 : -1));
    for (const { recipe } of own.slice(keptResults)) {
      await rm(join(this.#folder, `${recipe}.json`), { force: true });
      await rm(join(this.#folder, `${recipe}.ipynb`), { force: true });
    }
  }
}
