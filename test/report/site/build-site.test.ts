import { mkdtemp, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { buildSite } from "../../../src/report/site/build-site.js";
import type { BuiltSite } from "../../../src/report/site/site-options.js";
import { replaceFolder } from "../../../src/report/site/swap.js";
import { fixtureNotebook, markdownCell, notebookText } from "../support/fixture-notebook.js";

let folder: string;
let output: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "moviola-site-"));
  output = join(folder, "reports/_site");
  await mkdir(join(folder, "reports/_executed"), { recursive: true });
  await mkdir(join(folder, "docs"));
  await write(
    "one.ipynb",
    notebookText([markdownCell("# One\n\nFirst.")], { moviola: { page: { order: 2 } } }),
  );
  await write(
    "two.ipynb",
    notebookText([markdownCell("# Two\n\nSecond.")], { moviola: { page: { order: 1 } } }),
  );
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const executed = (name: string): string => join(folder, "reports/_executed", name);
const write = (name: string, text: string): Promise<void> => writeFile(executed(name), text);
const page = (name: string): Promise<string> => readFile(join(output, name), "utf8");

function build(more: Partial<Parameters<typeof buildSite>[0]> = {}): Promise<BuiltSite> {
  return buildSite({
    notebooks: [executed("one.ipynb"), executed("two.ipynb")],
    outputFolder: output,
    projectFolder: folder,
    renderer: "builtin",
    ...more,
  });
}

async function bytesOf(root: string): Promise<Record<string, string>> {
  const names = (await readdir(root, { recursive: true })).sort();
  const files: Record<string, string> = {};
  for (const name of names) {
    if ((await stat(join(root, name))).isFile())
      files[name] = await readFile(join(root, name), "base64");
  }
  return files;
}

test("a page each, cards in their order, neighbours, and the way to the index", async () => {
  const site = await build({ failed: [{ name: "three", message: "E_X: <it> broke\nmore" }] });
  expect(site).toMatchObject({
    indexPath: join(output, "index.html"),
    renderer: "builtin",
    warnings: [],
  });
  expect(site.pages.map((one) => [one.name, one.title, one.isReused])).toEqual([
    ["two", "Two", false],
    ["one", "One", false],
  ]);
  const index = await page("index.html");
  expect(index.indexOf("two.html")).toBeLessThan(index.indexOf("one.html"));
  expect(index).toContain("E_X: &lt;it&gt; broke</p>");
  expect(await page("one.html")).toMatch(/rel="prev" href="two\.html"/);
});

test("two builds of one state are the same to the byte", async () => {
  await write("one.ipynb", await fixtureNotebook());
  await build();
  const first = await bytesOf(output);
  await rm(output, { recursive: true });
  await build({ reuse: false });
  expect(await bytesOf(output)).toEqual(first);
});

test("an unchanged site is not touched; a changed notebook makes its page anew and no other", async () => {
  await build();
  const old = new Date(2020, 1, 1);
  await utimes(output, old, old);
  const again = await build();
  expect(again.pages.map((one) => one.isReused)).toEqual([true, true]);
  expect((await stat(output)).mtimeMs).toBe(old.getTime());
  await write(
    "one.ipynb",
    notebookText([markdownCell("# One\n\nChanged.")], { moviola: { page: { order: 2 } } }),
  );
  const changed = await build();
  expect(changed.pages.map((one) => [one.name, one.isReused])).toEqual([
    ["two", true],
    ["one", false],
  ]);
  expect(await page("one.html")).toContain("Changed.");
});

test("a page that somebody edited, or an asset that is gone, is made again", async () => {
  await build();
  await writeFile(join(output, "one.html"), "edited");
  await rm(join(output, "assets/moviola.css"));
  const again = await build();
  expect(again.pages.find((one) => one.name === "one")?.isReused).toBe(false);
  expect(await page("one.html")).toContain("<h1>One</h1>");
  expect((await stat(join(output, "assets/moviola.css"))).size).toBeGreaterThan(1000);
});

test("a title that changes changes its neighbours' links", async () => {
  await build();
  await write(
    "two.ipynb",
    notebookText([markdownCell("# Zwei\n\nSecond.")], { moviola: { page: { order: 1 } } }),
  );
  await build();
  expect(await page("one.html")).toContain("Zwei");
});

test("a notebook that is gone takes its page with it", async () => {
  await build();
  await build({ notebooks: [executed("one.ipynb")] });
  expect((await readdir(output)).filter((name) => name.endsWith(".html")).sort()).toEqual([
    "data.html",
    "index.html",
    "ledger.html",
    "one.html",
    "runs.html",
  ]);
});

test("a report on methods takes the place of the text, and the metrics get a page of their own", async () => {
  await mkdir(join(folder, "reports"), { recursive: true });
  await writeFile(join(folder, "reports/methods.md"), "# Methods\n\nThe text.");
  await writeFile(join(folder, "docs/metrics.md"), "# Metrics\n\nFormulas.");
  await build();
  expect(await page("methods.html")).toMatch(/The text\.[^]*Formulas\./);
  await write("methods.ipynb", notebookText([markdownCell("# Methods\n\nThe report.")]));
  await build({ notebooks: [executed("one.ipynb"), executed("methods.ipynb")] });
  expect(await page("methods.html")).toContain("The report.");
  expect(await page("metrics.html")).toContain("Formulas.");
  expect(await page("one.html")).toMatch(
    /methods\.html">Methods<\/a><a href="metrics\.html">Metrics/,
  );
});

test("plotly lies there once, and only when a page has a figure", async () => {
  await build();
  expect(await readdir(join(output, "assets"))).not.toContain("plotly.min.js");
  await write("one.ipynb", await fixtureNotebook());
  await build();
  expect(await readdir(join(output, "assets"))).toContain("plotly.min.js");
});

test("the methods page is made of its own text and the definitions of metrics", async () => {
  await writeFile(
    join(folder, "reports/methods.md"),
    "---\ntitle: Methods\n---\n\n## Own\n\ntext\n",
  );
  await writeFile(
    join(folder, "docs/metrics.md"),
    "# Metrics\n\n## NDCG\n\n$x$\n\n```sh\n# not a heading\n```\n",
  );
  await build();
  const methods = await page("methods.html");
  expect(methods).toMatch(/<h2 id="metrics">[^]*<h3 id="ndcg">/);
  expect(methods).toContain("# not a heading");
  expect(await page("one.html")).toContain('href="methods.html"');
});

test("references that lead nowhere are told, also of pages that are kept", async () => {
  await write("one.ipynb", notebookText([markdownCell("# One\n\n## A\n\n@fig-none [@nobody]")]));
  const expected = ["one.html: @fig-none leads nowhere", "one.html: @nobody leads nowhere"];
  expect((await build()).warnings).toEqual(expected);
  expect((await build()).warnings).toEqual(expected);
});

describe("what cannot become a site leaves the one that is there", () => {
  beforeEach(async () => {
    await build();
  });

  test.each([
    ["a broken notebook", "bad.ipynb", "{", "E_PAGE_NOTEBOOK"],
    ["a notebook of the index's name", "index.ipynb", notebookText([]), "E_SITE_NAME"],
    ["a notebook of a name that is none", "a b.ipynb", notebookText([]), "E_SITE_NAME"],
  ])("%s", async (_name, file, text, code) => {
    await write(file, text);
    const before = await bytesOf(output);
    await expect(build({ notebooks: [executed(file)] })).rejects.toMatchObject({ code });
    expect(await bytesOf(output)).toEqual(before);
    expect(await readdir(join(folder, "reports"))).toEqual(["_executed", "_site"]);
  });

  test("a bibliography that cannot be read", async () => {
    await writeFile(join(folder, "reports/references.bib"), "@misc{a, title = {");
    await expect(build()).rejects.toMatchObject({ code: "E_BIBLIOGRAPHY" });
  });
});

describe("replacing a folder", () => {
  const put = (text: string) => (temporary: string) => writeFile(join(temporary, "a"), text);

  test("that fails half-way leaves the old one and nothing else", async () => {
    const target = join(folder, "x");
    await replaceFolder(target, put("old"));
    const failing = replaceFolder(target, async (temporary) => {
      await put("new")(temporary);
      throw new Error("stop");
    });
    await expect(failing).rejects.toThrow("stop");
    expect(await readFile(join(target, "a"), "utf8")).toBe("old");
    expect((await readdir(folder)).filter((name) => name.startsWith(".x"))).toEqual([]);
  });

  test("an unchanged site loses what a killed process left beside it", async () => {
    await build();
    const before = await bytesOf(output);
    const parent = join(folder, "reports");
    for (const name of ["._site.old-999999999", "._site.tmp-999999999-0123abcd"]) {
      await mkdir(join(parent, name));
    }
    expect((await build()).pages.every(({ isReused }) => isReused)).toBe(true);
    expect((await readdir(parent)).sort()).toEqual(["_executed", "_site"]);
    expect(await bytesOf(output)).toEqual(before);
  });

  test("puts back what a process that is gone had moved aside", async () => {
    const target = join(folder, "x");
    await mkdir(join(folder, ".x.old-999999999"));
    await writeFile(join(folder, ".x.old-999999999/a"), "old");
    const failing = replaceFolder(target, () => Promise.reject(new Error("stop")));
    await expect(failing).rejects.toThrow("stop");
    expect(await readFile(join(target, "a"), "utf8")).toBe("old");
  });

  test("by several at once takes them in turn, and none fails", async () => {
    const target = join(folder, "x");
    for (let round = 0; round < 20; round++) {
      const words = ["a", "b", "c", "d"].map((word) => `${word}${round}`);
      await Promise.all(words.map((word) => replaceFolder(target, put(word))));
      expect(await readFile(join(target, "a"), "utf8")).toBe(`d${round}`);
    }
    expect((await readdir(folder)).filter((name) => name.startsWith(".x"))).toEqual([]);
  });

  test("goes on after one that failed", async () => {
    const target = join(folder, "x");
    const failing = replaceFolder(target, () => Promise.reject(new Error("stop")));
    const following = replaceFolder(target, put("new"));
    await expect(failing).rejects.toThrow("stop");
    await following;
    expect(await readFile(join(target, "a"), "utf8")).toBe("new");
  });
});
