import { mkdtemp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { reportsCommand } from "../../src/cli/reports.js";
import { codeCell, markdownCell, notebookText } from "../report/support/fixture-notebook.js";

let folder: string;
let written: { out: string; error: string };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "moviola-reports-"));
  await mkdir(join(folder, "notebooks"));
  await notebook("good", [markdownCell("# Good\n\nWorks."), codeCell("console.log(6 * 7);", [])]);
  written = { out: "", error: "" };
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    written.out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    written.error += String(text);
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  await rm(folder, { recursive: true, force: true });
});

function notebook(name: string, cells: Parameters<typeof notebookText>[0]): Promise<void> {
  return writeFile(join(folder, "notebooks", `${name}.ipynb`), notebookText(cells));
}
async function reports(...more: string[]): Promise<void> {
  const words = ["build", "--project", folder, "--renderer", "builtin", ...more];
  await reportsCommand().parseAsync(words, { from: "user" });
}
const page = (name: string): Promise<string> =>
  readFile(join(folder, "reports/_site", name), "utf8");

test("notebooks are run, rendered, and told in a line each; a second time they come from the cache", async () => {
  await reports();
  expect(written.error).toBe("");
  expect(written.out).toMatch(
    /^good +\S.*run\n1 page, [\d.]+ [kM]B, by the built-in renderer in .*; open\n.*reports\/_site\/index\.html\n$/,
  );
  expect(await page("good.html")).toContain(">42</pre>");
  written.out = "";
  await reports();
  expect(written.out).toMatch(/^good .*cached\n1 page, 1 unchanged/);
  expect(process.exitCode).toBeUndefined();
});

test("a notebook that fails is told with cell and line, the others are rendered, the exit code is 1", async () => {
  await notebook("bad", [
    markdownCell("# Bad"),
    codeCell("const a = 1;\nthrow new Error('no such film');", []),
  ]);
  await writeFile(join(folder, "notebooks/worse.ipynb"), "{");
  await reports();
  expect(process.exitCode).toBe(1);
  for (const line of [/^bad .*FAILED$/m, /^good .*run$/m, /^worse .*FAILED$/m]) {
    expect(written.out).toMatch(line);
  }
  expect(written.error).toMatch(/no such film[^]*cell 2 of 2[^]*line 2/);
  expect(await page("good.html")).toContain("42");
  expect(await page("bad.html")).toContain("Cell 2 failed: Error: no such film");
  expect(await page("index.html")).toMatch(/<h2>worse<\/h2>[^]*badge failed/);
});

test("a folder that the system refuses is told with a code and what to do, and the exit code is 1", async () => {
  await mkdir(join(folder, "reports"));
  await writeFile(join(folder, "reports/_executed"), "a file in the folder's place");
  await reports();
  expect(process.exitCode).toBe(1);
  expect(written.error).toMatch(/E_CLI_FILE: [^]*where: +\S*_executed[^]*to fix: /);
});

test("notebooks run in the order of their pages, those without one last, by name", async () => {
  const cells = [markdownCell("# Page")];
  for (const [name, order] of Object.entries({ early: 200, late: 7 })) {
    const text = notebookText(cells, { moviola: { page: { order } } });
    await writeFile(join(folder, "notebooks", `${name}.ipynb`), text);
  }
  await reports("--json");
  const { notebooks } = JSON.parse(written.out) as { notebooks: { name: string }[] };
  expect(notebooks.map(({ name }) => name)).toEqual(["late", "early", "good"]);
});

test("--only runs one notebook and keeps the pages of the others; an unknown name lists the right ones", async () => {
  await notebook("other", [markdownCell("# Other")]);
  await reports();
  written.out = "";
  await reports("--only", "notebooks/other.ipynb", "--json");
  const result = JSON.parse(written.out) as { notebooks: { name: string; status: string }[] };
  expect(result.notebooks.map(({ name, status }) => [name, status])).toEqual([
    ["good", "kept"],
    ["other", "cached"],
  ]);
  expect(await page("good.html")).toContain("42");
  await expect(reports("--only", "nothing")).rejects.toMatchObject({
    code: "E_REPORTS_NOTEBOOK",
    message: expect.stringContaining("one of good, other"),
  });
});

test("a folder without notebooks is E_REPORTS_NOTEBOOK", async () => {
  await rm(join(folder, "notebooks"), { recursive: true });
  await expect(reports()).rejects.toMatchObject({ code: "E_REPORTS_NOTEBOOK" });
});

test("values of parameters go to the notebook that --only names, and need one", async () => {
  const parameters = {
    ...codeCell("const size: number = 2;", []),
    metadata: { tags: ["parameters"] },
  };
  await notebook("sized", [
    markdownCell("# Sized"),
    parameters,
    codeCell("console.log(size * 7);", []),
  ]);
  await reports("--only", "sized", "-p", "size=3");
  expect(await page("sized.html")).toContain(">21</pre>");
  await expect(reports("-p", "size=3")).rejects.toThrow(
    expect.objectContaining({ code: "E_CLI_INPUT" }) as Error,
  );
});
