/** A notebook that is run, and a site that is rendered in the place of an older one. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { library, program } from "../library.mjs";

/** A notebook of these cells; the first is its title. */
export function notebookOf(title, ...sources) {
  const cells = sources.map((source, at) => ({
    ...{ cell_type: "code", id: `cell-${at}`, metadata: {}, execution_count: null, outputs: [] },
    source: [source],
  }));
  const head = { cell_type: "markdown", id: "title", metadata: {}, source: [`# ${title}`] };
  const kernelspec = { display_name: "Moviola", language: "typescript", name: "moviola" };
  return JSON.stringify({
    cells: [head, ...cells],
    metadata: { kernelspec },
    nbformat: 4,
    nbformat_minor: 5,
  });
}

const experiment = `import * as moviola from "moviola";
const dataset = await moviola.loadDataset("demo");
const liked = moviola.positivesByThreshold(dataset, 4);
const split = moviola.makeSplit(liked, { name: "per-user-random", train: 0.8, test: 0.2, seed: 1 });
const run = await moviola.runExperiment({ dataset: liked, split, model: "popularity", metrics: ["ndcg"] });
run.record.metrics["ndcg@10"].mean`;

/** True for an executed copy that says that its run failed. */
function isFailed(path) {
  try {
    const { metadata } = JSON.parse(readFileSync(path, "utf8"));
    return metadata.moviola.status === "failed";
  } catch {
    return false;
  }
}

/** A project that depends on the package, as a user's does: cells run in its folder. */
function layProject(folder) {
  mkdirSync(join(folder, "notebooks"), { recursive: true });
  mkdirSync(join(folder, "reports"), { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "dependencies": { "moviola": "*" } }\n');
}

export const notebookRun = {
  name: "notebook run",
  command: "moviola run",
  lay({ folder }) {
    layProject(folder);
    writeFileSync(join(folder, "notebooks", "one.ipynb"), notebookOf("One", experiment));
  },
  words: ({ root }) => program(root, "run", "notebooks/one.ipynb"),
  groupOf(path) {
    // Beside its description, which is written last, the content counts as a result.
    if (/^\.moviola\/notebooks\/\w+\.ipynb$/.test(path)) return undefined;
    return /^\.moviola\/runs\/[0-9a-f]{16}(?=\/)/.exec(path)?.[0] ?? path;
  },
  says: ({ folder, group }) => group.endsWith(".ipynb") && isFailed(join(folder, group)),
  async judge({ root, folder }) {
    const { RunStore } = await library(root, "experiment/index.js");
    const store = new RunStore(join(folder, ".moviola", "runs"));
    const faults = [];
    for (const { id } of await store.list()) {
      await store.read(id).catch((error) => faults.push(`run ${id}: ${error.code}`));
    }
    return faults;
  },
};

const pages = ["one", "two", "three"];

/** The pages as they are at first, and as they are when they are built again. */
export function layPages(folder, edition) {
  layProject(folder);
  for (const name of pages) {
    const figure = `import { show, facts } from "moviola";\nawait show(facts({ edition: "${edition}" }));`;
    writeFileSync(join(folder, "notebooks", `${name}.ipynb`), notebookOf(name, figure));
  }
}

export const render = {
  name: "render",
  command: "moviola reports build",
  lay({ shared, folder }) {
    cpSync(join(shared, "site"), folder, { recursive: true });
    layPages(folder, "second");
  },
  /** The first edition's site, and the second edition's results without its site, at the place of the cases. */
  async prepare({ folder, shared, call }) {
    for (const edition of ["second", "first"]) {
      layPages(folder, edition);
      await call(render.words);
    }
    cpSync(folder, join(shared, "site"), { recursive: true });
  },
  words: ({ root }) => program(root, "reports", "build", "--renderer", "builtin"),
  groupOf: (path) => /^reports\/_site(?=\/)/.exec(path)?.[0] ?? path,
  says({ folder, group }) {
    // A site is rendered also where a notebook failed, and shows that.
    const executed = join("reports", "_executed");
    const failed = pages.filter((name) => isFailed(join(folder, executed, `${name}.ipynb`)));
    if (group === "reports/_site") return failed.length > 0;
    return failed.some((name) => group === `reports/_executed/${name}.ipynb`);
  },
};
