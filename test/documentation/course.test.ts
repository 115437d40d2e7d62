/** The notebooks that a course begins and ends with: what they say follows from the runs that they see. */
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { projectRoot } from "../../src/common/project-root.js";
import { RunStore, type StoredRun } from "../../src/experiment/index.js";
import { readNotebook, runNotebook, type Notebook } from "../../src/notebook/index.js";
import { asReal } from "../papers/support/real-run.js";
import { notebookText, useFolder } from "../notebook/support/notebooks.js";
import { builtLibrary } from "../support/built-library.js";
import { rankingRun, ratingRun } from "../support/made-up-run.js";

const folder = useFolder();

/** What the cells of an executed notebook showed, as plain text, by id of the cell. */
function shownBy({ cells }: Notebook): Map<string, string> {
  return new Map(
    cells.map(({ id, outputs }) => {
      const texts = outputs.map((output) => ("data" in output ? output.data["text/plain"] : ""));
      return [id, texts.join("\n")];
    }),
  );
}

/** Runs a notebook of the project with more cells behind its own. */
async function run(
  name: string,
  parameters: Record<string, string>,
  more: readonly string[] = [],
): Promise<Map<string, string>> {
  const { cells } = await readNotebook(join(projectRoot(), "notebooks", `${name}.ipynb`));
  const code = cells.map(({ id, source, type, metadata }) => ({
    ...{ cell_type: type, id, source, metadata },
    ...(type === "code" ? { outputs: [], execution_count: null } : {}),
  }));
  const text = JSON.parse(notebookText(more.map((source) => ({ source })))) as { cells: object[] };
  const path = await folder.notebook(`${name}.ipynb`, []);
  const { writeFile } = await import("node:fs/promises");
  await writeFile(path, JSON.stringify({ ...text, cells: [...code, ...text.cells] }));
  const environment = { MOVIOLA_RUNS: folder.path("runs") };
  const { outputPath } = await runNotebook(path, { parameters, environment, cacheFolder: false });
  return shownBy(await readNotebook(outputPath));
}

describe.skipIf(builtLibrary() === undefined)(
  "notebooks of the course (need npm run build)",
  () => {
    test("the quick start beats the floor, gives no verdict on invented data, and checks answers", async () => {
      const shown = await run("00-quick-start", { datasetName: "demo" }, [
        "const said = async (id: string, answer: unknown) => { const { state, why } = await exercises.check(id, answer); return `${state}|${why}`; };\nconst right = neighbours.units.values[metric].filter((value) => value > 0).length / neighbours.units.values[metric].length;",
        'console.log(JSON.stringify([await said("served", right), await said("served", 1 - right), await said("served", valueOf(neighbours)), await said("served", 7), await said("floor", await run("ease")), await said("floor", neighbours), await said("floor", await run("random")), await said("floor", 5)]));',
      ]);
      expect(shown.get("conclusion")).toContain("holds          Item neighbours beat the floor");
      expect(shown.get("claim")).toContain("not testable here");
      expect(shown.get("exercise-list")).toMatch(/not answered[^]*not answered/);
      const text = await readFile(folder.path("00-quick-start.executed.ipynb"), "utf8");
      const line = /\[\\"right[^\n]*?\]/.exec(text)?.[0].replaceAll('\\"', '"') ?? "[]";
      const states = (JSON.parse(line) as string[]).map((said) => said.split("|"));
      expect(states.map(([state]) => state)).toEqual([
        ...["right", "not yet", "not yet", "not yet"],
        ...["right", "not yet", "not yet", "not yet"],
      ]);
      // A wrong answer never gets the right one.
      expect(
        states
          .slice(1, 4)
          .map(([, why]) => why)
          .join(),
      ).not.toMatch(/0\.\d/);
    }, 300_000);

    test("the synthesis says what to run where the store is empty, and what is known all the same", async () => {
      await mkdir(folder.path("empty"));
      const shown = await run("synthesis", { runsFolder: folder.path("empty") });
      expect(shown.get("coverage")).toMatch(
        /no runs on real data of cooper2023, dai2026-crane, elrfaey2026, xia2024[^]*Run moviola reproduce cooper2023/,
      );
      expect(shown.get("differences")).toContain("No setting has runs with content");
      expect(shown.get("referee-table")).toMatch(/checks of arithmetic fail/);
      expect(shown.get("conclusion")).not.toContain("statements hold");
    }, 300_000);

    test("the synthesis compares content with the best rival, and pools knock-outs, from the runs of the store", async () => {
      const store = new RunStore(folder.path("made"));
      for (const each of madeUpRuns()) await store.write(each);
      const shown = await run("synthesis", { runsFolder: folder.path("made") });
      // 0.4 against 0.3 of item-knn, the best of those without content; popularity is a floor.
      expect(shown.get("differences")).toMatch(
        /films, per-user-random +NDCG@10, 1 split +vbpr \(best of 2\) +0\.4\d+ \[.*\] +item-knn \(best of 3\) +0\.3\d+ \[.*ahead/,
      );
      expect(shown.get("differences")).toMatch(/\+3\d\.\d % \[/);
      expect(shown.get("differences")).not.toContain("RMSE");
      expect(shown.get("where")).toContain(
        "ahead in 1, behind in 0, not to be told apart in 0 of 1 setting",
      );
      // Permuted images leave 0.203 of 0.403; noise in the text changes nothing.
      expect(shown.get("knock-out-chart")).toContain("1 of 2 knock-outs cost the model something");
      expect(shown.get("knock-out-table")).toMatch(/image +permuted +1 +1 +1 +0 +0\.4964/);
      expect(shown.get("knock-out-table")).toMatch(/text +noise +1 +1 +0 +0 +0\.0000/);
      expect(shown.get("conclusion")).toContain("holds          In most settings content is ahead");
    }, 300_000);
  },
);

/** Sixty users, the same pattern around a mean; whatever is not here is not known to the synthesis. */
function madeUpRuns(): StoredRun[] {
  const users = Array.from({ length: 60 }, (_unused, user) => user);
  const around = (value: number): number[] => users.map((user) => value + (user % 7) / 1000);
  const features = { image: "a", text: "b" };
  const run = (model: string, value: number, more: object = {}): StoredRun =>
    asReal(rankingRun({ model, ...more }, around(value)), { data: "films", mask: "train+valid" });
  const out = (
    knockOut: NonNullable<Parameters<typeof asReal>[1]>["knockOut"],
    value: number,
  ): StoredRun =>
    asReal(rankingRun({ model: "vbpr", features }, around(value)), {
      ...{ data: "films", mask: "train+valid" },
      ...(knockOut === undefined ? {} : { knockOut }),
    });
  return [
    run("popularity", 0.1),
    run("als", 0.25),
    run("item-knn", 0.3),
    run("vbpr", 0.4, { features }),
    run("vbpr", 0.2, { features: { image: "a" } }),
    out({ image: "permuted" }, 0.2),
    out({ text: "noise" }, 0.4),
    asReal(
      ratingRun(
        { model: "bias" },
        users.map(() => 1),
      ),
      { data: "films", mask: "train+valid" },
    ),
    asReal(
      ratingRun(
        { model: "mu-wu", features },
        users.map(() => 1),
      ),
      { data: "films", mask: "train+valid" },
    ),
    // Invented data are left out, however good.
    asReal(rankingRun({ model: "ease" }, around(0.9)), { data: "films", invented: true }),
  ];
}
