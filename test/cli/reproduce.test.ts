import { spawn } from "node:child_process";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dataNotes, paperData } from "../../src/cli/reproduce/paper-data.js";
import type { Paper } from "../../src/papers/paper.js";
import { dataFolder } from "../support/data-files.js";
import { codeCell, markdownCell, notebookText } from "../report/support/fixture-notebook.js";
import { isBuilt, moviola, programFile } from "./support/program.js";

/** A paper's page in small: parameters as all four have them, runs on the demo set, verdicts. */
const cells = [
  markdownCell("# A small page"),
  {
    ...codeCell(
      'const protocol: string = "both";\nconst budget: string = "quick";\nconst seedCount: number = 0;',
      [],
    ),
    metadata: { tags: ["parameters"] },
  },
  codeCell(
    `import * as moviola from "moviola";
const liked = moviola.positivesByThreshold(await moviola.loadDataset("demo"), 4);
const runs: moviola.ExperimentRun[] = [];
for (let seed = 1; seed <= (seedCount || 2); seed++) {
  const split = moviola.makeSplit(liked, { name: "per-user-random", train: 0.8, test: 0.2, seed });
  for (const model of ["popularity", "random", "item-knn"]) {
    runs.push(await moviola.runExperiment({ dataset: liked, split, model, topK: [10], seed }));
  }
}
console.log([protocol, budget, seedCount, runs.filter((run) => run.fromStore).length].join(" "));`,
    [],
  ),
  codeCell(
    `const paper = await moviola.loadPaper("xia2024");
await moviola.show(moviola.verdictTable(paper, moviola.verdicts(paper, runs, { protocols: ["faithful"] })));`,
    [],
  ),
];

interface Reproduced {
  readonly paper: { readonly key: string };
  readonly notes: string[];
  readonly notebook: { readonly status: string; readonly error: string | null };
  readonly counts: Record<string, number>;
  readonly verdicts: { readonly claim: string; readonly finding: string }[];
  readonly page: string;
}

describe.skipIf(!isBuilt)("moviola reproduce (needs npm run build)", async () => {
  const folder = await dataFolder();
  const at = (name: string): string => join(folder.path, name);
  await mkdir(at("notebooks"));
  await writeFile(at("notebooks/xia2024.ipynb"), notebookText(cells));
  await writeFile(at("notebooks/other.ipynb"), notebookText([markdownCell("# Another page")]));
  const settings = { MOVIOLA_DATA: at("nothing") };
  const words = ["reproduce", "xia2024", "--renderer", "builtin"];
  const printed = async (): Promise<string> => {
    const text = await readFile(at("reports/_executed/xia2024.ipynb"), "utf8");
    return /(?:both|faithful) (?:quick|full) \d+ \d+/.exec(text)?.[0] ?? "";
  };

  it("runs the notebook with its parameters, keeps the other pages, prints a line a claim", async () => {
    await moviola(folder.path, ["reports", "build", "--only", "other", "--renderer", "builtin"]);
    const more = ["--protocol", "faithful", "--budget", "full", "--seeds", "1"];
    const { code, stdout } = await moviola(folder.path, [...words, ...more], settings);
    expect(code).toBe(0);
    expect(await printed()).toBe("faithful full 1 0");
    expect(stdout).toMatch(/^xia2024: Movie Recommendation with Poster Attention/);
    expect(stdout).toMatch(/^– not testable here {3}faithful {2}reaches-902: With posters/m);
    expect(stdout).toMatch(
      /\n[^\n]*\d+ not testable here\nrun in .*; open\nreports\/_site\/xia2024.html\n$/,
    );
    expect(await readdir(at("reports/_site"))).toEqual(
      expect.arrayContaining(["index.html", "other.html", "xia2024.html"]),
    );
  }, 180_000);

  it("goes on where a killed run stopped", async () => {
    const runs = at("runs");
    const known = await readdir(runs);
    const more = ["--seeds", "40", "--project", folder.path];
    const env = { ...process.env, ...settings, MOVIOLA_RUNS: runs };
    const child = spawn(process.execPath, [programFile, ...words, ...more], {
      env,
      stdio: "ignore",
    });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    const finished = async (): Promise<string[]> =>
      (await readdir(runs)).filter((name) => /^[0-9a-f]{16}$/.test(name) && !known.includes(name));
    while ((await finished()).length < 2 && child.exitCode === null) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    child.kill("SIGKILL");
    await ended;
    const [first] = (await finished()).sort();
    const { mtimeMs } = await stat(join(runs, first, "run.json"));
    const words2 = [...words, "--seeds", "3", "--json"];
    const { code, stdout, stderr } = await moviola(folder.path, words2, settings);
    expect([code, stderr]).toEqual([0, ""]);
    const result = JSON.parse(stdout) as Reproduced;
    expect(result).toMatchObject({
      paper: { key: "xia2024" },
      notebook: { status: "run", error: null },
    });
    expect(result.counts["not testable here"]).toBeGreaterThan(5);
    expect(result.verdicts.map(({ claim }) => claim)).toContain("posters-help");
    const fromStore = Number(/\d+$/.exec(await printed())?.[0]);
    expect(fromStore).toBeGreaterThanOrEqual(5);
    expect((await stat(join(runs, first, "run.json"))).mtimeMs).toBe(mtimeMs);
  }, 240_000);

  it("tells a notebook that fails, with exit code 1", async () => {
    await writeFile(
      at("notebooks/cooper2023.ipynb"),
      notebookText([codeCell('throw new Error("no such film");', [])]),
    );
    const call = await moviola(folder.path, ["reproduce", "cooper2023", "--renderer", "builtin"]);
    expect(call.code).toBe(1);
    expect(call.stderr).toContain("no such film");
    expect(call.stdout).toMatch(/no verdicts\nFAILED in /);
  }, 180_000);

  it.each([
    [
      ["reproduce", "xia2025"],
      1,
      /E_PAPER_FILE[^]*cooper2023, dai2026-crane, elrfaey2026, xia2024/,
    ],
    [["reproduce", "elrfaey2026"], 1, /E_REPORTS_NOTEBOOK/],
    [["reproduce", "xia2024", "--seeds", "0"], 2, /E_CLI_USAGE[^]*1 to 100/],
    [["reproduce", "xia2024", "--seeds", "101"], 2, /E_CLI_USAGE/],
    [["reproduce", "xia2024", "--seeds", "2.5"], 2, /E_CLI_USAGE/],
    [["reproduce", "xia2024", "--budget", "endless"], 2, /E_CLI_USAGE[^]*quick, full/],
    [["reproduce", "xia2024", "--protocol", "mine"], 2, /E_CLI_USAGE/],
    [["reproduce"], 2, /E_CLI_USAGE/],
  ] as const)("refuses %j", async (asked, code, text) => {
    const call = await moviola(folder.path, [...asked], settings);
    expect(call.code).toBe(code);
    expect(call.stderr).toMatch(text);
  });
});

describe("what a paper's data stand for", () => {
  const standIns = [{ name: "demo-like", why: "Other films" }];
  const paperOf = (datasets: Paper["datasets"]): Paper => ({ datasets }) as unknown as Paper;

  it("is found by name, else what stands in, else nothing", async () => {
    const states = await paperData(paperOf({ films: { title: "Films", names: ["ml-20m"] } }));
    expect(states[0]).toMatchObject({ id: "films", title: "Films", standIns: [] });
    const nowhere = { films: { title: "Films", names: ["no-such-data"], standIns } };
    expect(await paperData(paperOf(nowhere))).toEqual([
      { id: "films", title: "Films", found: null, standIns: [], get: null },
    ]);
  });

  it("is said in a sentence a data set, and once for all when nothing is here", () => {
    const found = { id: "a", title: "A", found: "a", standIns: [], get: null };
    const stood = {
      ...found,
      title: "B",
      found: null,
      standIns: [
        { name: "c", why: "Not B" },
        { name: "d", why: "Nor" },
      ],
    };
    const gone = { ...found, title: "D", found: null, get: "moviola data get d" };
    expect(dataNotes([found])).toEqual([]);
    expect(dataNotes([found, stood, gone])).toEqual([
      "B is not here: c or d stands in for it (Not B)",
      "D is not here: nothing stands in for it, and claims about it are not testable; to get it: `moviola data get d`",
    ]);
    expect(dataNotes([gone, gone])).toEqual([
      "none of the paper's data is here: the page is made from the invented demo set, and no claim is " +
        "testable on it; to get it: `moviola data get d`",
    ]);
  });
});
