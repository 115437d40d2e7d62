import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { checkCommand } from "../../src/cli/check.js";
import { reportsCommand } from "../../src/cli/reports.js";
import type { NotebookAge } from "../../src/notebook/check/stale.js";
import { codeCell, markdownCell, notebookText } from "../report/support/fixture-notebook.js";

let folder: string;
let out: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "moviola-check-"));
  await mkdir(join(folder, "notebooks"));
  await mkdir(join(folder, "data/films"), { recursive: true });
  await writeFile(join(folder, "data/films/u.data"), "1\t2\t3\t4\n");
  await writeFile(join(folder, "package.json"), '{ "dependencies": { "moviola": "*" } }');
  await notebook("const n: number = 6;", "console.log(n * 7);");
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += String(text);
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  await rm(folder, { recursive: true, force: true });
});

async function notebook(parameters: string, source: string): Promise<void> {
  const cells = [
    markdownCell("# Page"),
    { ...codeCell(parameters, []), metadata: { tags: ["parameters"] } },
    codeCell(source, []),
  ];
  await writeFile(join(folder, "notebooks/page.ipynb"), notebookText(cells));
}

async function build(...more: string[]): Promise<void> {
  const words = ["build", "--project", folder, "--renderer", "builtin", "--only", "page", ...more];
  await reportsCommand().parseAsync(words, { from: "user" });
}

interface Told extends NotebookAge {
  readonly rerun: string | null;
}

async function check(): Promise<{ age: Told; exitCode: number | undefined }> {
  [out, process.exitCode] = ["", undefined];
  await checkCommand().parseAsync(["--project", folder, "--json"], { from: "user" });
  const [age] = JSON.parse(out) as Told[];
  return { age, exitCode: process.exitCode as number | undefined };
}

test("a page is current until something that it rests on changes, and the change is named", async () => {
  expect((await check()).age).toMatchObject({ name: "page", state: "not run" });
  await build();
  expect(await check()).toMatchObject({
    age: { state: "current", rerun: null },
    exitCode: undefined,
  });

  await writeFile(join(folder, "data/films/u.data"), "1\t2\t3\t4\n5\t6\t7\t8\n");
  const changedData = await check();
  expect(changedData.age).toMatchObject({ state: "stale", changed: ["data films"] });
  expect(changedData.age.rerun).toBe("npx moviola reports build --only page");
  expect(changedData.exitCode).toBe(1);

  await notebook("const n: number = 6;", "console.log(n * 8);");
  expect((await check()).age.changed).toEqual(["cells", "data films"]);
});

test("a page made with other parameters is compared with them, and the command repeats them", async () => {
  await build("-p", "n=7");
  expect((await check()).age.state).toBe("current");
  await notebook("const n: number = 6;", "console.log(n * 8);");
  expect((await check()).age.rerun).toBe("npx moviola reports build --only page -p n=7");
  await notebook("const m: number = 6;", "console.log(m * 8);");
  expect((await check()).age).toMatchObject({ state: "stale", changed: ["cells"] });
});

test("changes of the library, the lockfile and Node are named by what the copy remembers", async () => {
  await build();
  const path = join(folder, "reports/_executed/page.ipynb");
  const text = await readFile(path, "utf8");
  const told = JSON.parse(text) as { metadata: { moviola: { recipe: Record<string, string> } } };
  const { recipe } = told.metadata.moviola;
  expect(Object.keys(recipe)).toEqual(
    expect.arrayContaining([
      "cells",
      "src/models",
      "src/metrics",
      "package-lock.json",
      "papers",
      "Node",
    ]),
  );
  for (const name of ["src/metrics", "package-lock.json", "Node"]) recipe[name] = "another";
  await writeFile(path, JSON.stringify(told));
  expect((await check()).age.changed).toEqual(["Node", "package-lock.json", "src/metrics"]);
});

test("a copy that failed, or does not say what it rests on, does not pass", async () => {
  await notebook("const n: number = 6;", "throw new Error('no such film');");
  vi.spyOn(process.stderr, "write").mockImplementation(() => true);
  await build();
  expect(await check()).toMatchObject({ age: { state: "failed" }, exitCode: 1 });
  await writeFile(
    join(folder, "reports/_executed/page.ipynb"),
    notebookText([markdownCell("# Old")]),
  );
  expect(await check()).toMatchObject({ age: { state: "unknown" }, exitCode: 1 });
});

test("a folder without notebooks is refused", async () => {
  const words = ["--project", join(folder, "data")];
  await expect(checkCommand().parseAsync(words, { from: "user" })).rejects.toThrow(
    "E_REPORTS_NOTEBOOK",
  );
});
