import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { isProcessAlive } from "../../../src/common/files.js";
import { quartoProjectFile } from "../../../src/report/site/quarto-site.js";
import { buildSite } from "../../../src/report/site/build-site.js";
import type { BuiltSite } from "../../../src/report/site/site-options.js";
import { writeFakeQuarto } from "../support/fake-quarto.js";
import { fixtureNotebook, markdownCell, notebookText } from "../support/fixture-notebook.js";

let folder: string;
let output: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "moviola-fake-"));
  output = join(folder, "reports/_site");
  await mkdir(join(folder, "reports"));
  await writeFile(join(folder, "reports/methods.md"), "# Methods\n\nText.");
  await writeFile(join(folder, "page.ipynb"), await fixtureNotebook());
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

function build(more: Partial<Parameters<typeof buildSite>[0]> = {}): Promise<BuiltSite> {
  return buildSite({
    notebooks: [join(folder, "page.ipynb")],
    outputFolder: output,
    projectFolder: folder,
    renderer: "quarto",
    ...more,
  });
}

interface Call {
  readonly arguments: string[];
  readonly files: Record<string, string>;
}

async function calls(): Promise<Call[]> {
  const text = await readFile(join(folder, "calls.jsonl"), "utf8").catch(() => "");
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Call);
}

async function useFake(fake: Parameters<typeof writeFakeQuarto>[1] = {}): Promise<void> {
  vi.stubEnv("QUARTO_PATH", await writeFakeQuarto(folder, fake));
}

describe("a good Quarto", () => {
  test("is given a staged project and its pages become the site", async () => {
    await useFake();
    const site = await build();
    expect(site.renderer).toBe("quarto");
    const [call] = await calls();
    expect(call.arguments).toEqual(["render", "."]);
    expect(Object.keys(call.files).sort()).toEqual([
      "_quarto.yml",
      "data.qmd",
      "index.qmd",
      "ledger.qmd",
      "methods.qmd",
      "page.ipynb",
      "reports/references.bib",
      "runs.qmd",
    ]);
    expect(call.files["index.qmd"]).toContain('href="page.html"');
    expect((await readdir(output)).sort()).toEqual([
      ".moviola-site.json",
      "data.html",
      "index.html",
      "ledger.html",
      "methods.html",
      "page.html",
      "runs.html",
    ]);
  });

  test("gets notebooks whose outputs are raw HTML in Markdown: nothing makes it load RequireJS", async () => {
    await useFake();
    await build();
    const [call] = await calls();
    const notebook = JSON.parse(call.files["page.ipynb"]);
    expect(notebook).toMatchObject({
      nbformat: 4,
      nbformat_minor: 5,
      metadata: { kernelspec: { language: "typescript" } },
    });
    const cells = notebook.cells as {
      cell_type: string;
      source: string;
      metadata: object;
      outputs?: { data: object }[];
    }[];
    expect(cells[0]).toMatchObject({ cell_type: "raw" });
    expect(cells[0].source).toMatch(
      /^---\ntitle: "How good is no model\?"\ndescription: "On MovieLens/,
    );
    expect(cells[1].source).toMatch(/^```\{=html\}\n<dl class="moviola-stamp"/);
    const outputs = cells.flatMap((cell) => cell.outputs ?? []);
    expect(new Set(outputs.flatMap((one) => Object.keys(one.data)))).toEqual(
      new Set(["text/markdown"]),
    );
    const figure = cells.find((cell) =>
      JSON.stringify(cell.outputs ?? "").includes("#fig-popularity"),
    );
    const markdown = (figure?.outputs?.[0].data as Record<string, string>)["text/markdown"];
    expect(markdown).toMatch(
      /^```\{=html\}\n<pre class="output-stream[^]*::::::: \{#fig-popularity\}\n\n```\{=html\}[^]*data-plotly=[^]*\n\nRatings of each film, from the \*most\* rated on\.\n\n:::::::$/,
    );
    expect(figure?.metadata).toEqual({ echo: true, "code-fold": true, "code-summary": "Code" });
    expect(new Set(cells.map((cell) => (cell as unknown as { id: string }).id)).size).toBe(
      cells.length,
    );
  });

  test("is not called again when nothing changed, and is when something did", async () => {
    await useFake();
    await build();
    expect((await build()).pages[0].isReused).toBe(true);
    expect(await calls()).toHaveLength(1);
    await writeFile(join(folder, "page.ipynb"), notebookText([markdownCell("# Other")]));
    expect((await build()).pages[0].isReused).toBe(false);
    await build({ reuse: false });
    expect(await calls()).toHaveLength(3);
  });

  test("that is of another version is called again", async () => {
    await useFake();
    await build();
    await useFake({ version: "1.10.18" });
    await build();
    expect(await calls()).toHaveLength(2);
  });

  test("whose pages load from another host is told of", async () => {
    await useFake({
      render: `for (const page of pages) fs.writeFileSync(path.join(site, page + ".html"),
        '<html><script src="https://cdn.example/require.js"></script><a href="https://example.org">x</a></html>');`,
    });
    const { warnings } = await build();
    expect(warnings).toContain("page.html loads https://cdn.example/require.js from another host");
    expect(warnings.join()).not.toContain("example.org");
  });

  test("shows a report on methods in place of the text, and the metrics beside it", async () => {
    await mkdir(join(folder, "docs"));
    await writeFile(join(folder, "docs/metrics.md"), "# Metrics\n\nFormulas.");
    await writeFile(join(folder, "methods.ipynb"), notebookText([markdownCell("# Methods")]));
    await useFake();
    await build({ notebooks: [join(folder, "methods.ipynb")] });
    const [{ files }] = await calls();
    expect(Object.keys(files)).toEqual(expect.arrayContaining(["methods.ipynb", "metrics.qmd"]));
    expect(files["_quarto.yml"]).toContain("href: methods.ipynb");
    expect(files["methods.qmd"]).toBeUndefined();
  });

  test("backticks in an output cannot end its raw block", async () => {
    const output = { output_type: "stream", name: "stdout", text: "```\n````\n" };
    const cell = { cell_type: "code", metadata: {}, source: "a", outputs: [output] };
    await writeFile(join(folder, "page.ipynb"), notebookText([cell]));
    await useFake();
    await build();
    const [call] = await calls();
    expect(call.files["page.ipynb"]).toContain("`````{=html}");
  });
});

test("a folder without a project file is E_QUARTO_PROJECT", async () => {
  await expect(quartoProjectFile([folder])).rejects.toMatchObject({ code: "E_QUARTO_PROJECT" });
  await writeFile(join(folder, "_quarto.yml"), "project: {}");
  expect(await quartoProjectFile(["/nowhere", folder])).toBe(join(folder, "_quarto.yml"));
});

describe("a bad Quarto leaves the site as it was", () => {
  beforeEach(async () => {
    await mkdir(output);
    await writeFile(join(output, "index.html"), "old");
  });
  afterEach(async () => {
    expect(await readdir(output)).toEqual(["index.html"]);
    expect((await readdir(join(folder, "reports"))).sort()).toEqual(["_site", "methods.md"]);
  });

  test("that fails: E_QUARTO_FAILED with what it said", async () => {
    await useFake({ render: `console.error("ERROR: no such filter"); process.exit(3);` });
    const error: Error = (await build().catch((caught: unknown) => caught as Error)) as Error;
    expect(error).toMatchObject({ code: "E_QUARTO_FAILED" });
    expect(error.message).toContain("exit code 3");
    expect(error.message).toContain("no such filter");
  });

  test("that says it is done without a page: E_QUARTO_OUTPUT", async () => {
    await useFake({ render: "" });
    await expect(build()).rejects.toMatchObject({ code: "E_QUARTO_OUTPUT" });
  });

  test("that leaves half a page: E_QUARTO_OUTPUT", async () => {
    await useFake({
      render: `for (const page of pages) fs.writeFileSync(path.join(site, page + ".html"), "<html><body>");`,
    });
    await expect(build()).rejects.toMatchObject({ code: "E_QUARTO_OUTPUT" });
  });

  test("that hangs: E_QUARTO_TIMEOUT, and what it started is ended with it", async () => {
    const pidFile = join(folder, "pid");
    await useFake({
      render: `const child = require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" });
        fs.writeFileSync(${JSON.stringify(pidFile)}, String(child.pid)); setInterval(() => {}, 1000);`,
    });
    await expect(build({ timeoutSeconds: 2 })).rejects.toMatchObject({ code: "E_QUARTO_TIMEOUT" });
    const pid = Number(await readFile(pidFile, "utf8"));
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), 5000);
  });
});

/** False also for a process that has ended but whose new parent has not collected it. */
function isRunning(pid: number): boolean {
  if (!isProcessAlive(pid)) return false;
  const path = `/proc/${pid}/stat`;
  if (!existsSync(path)) return process.platform !== "linux";
  return !/\) [ZX] /.test(readFileSync(path, "utf8"));
}
