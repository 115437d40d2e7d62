/** Holds the page of methods to the papers and to the rules that verdicts are computed by. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { projectRoot } from "../../src/common/project-root.js";
import { allPapers } from "../../src/papers/index.js";
import { buildSite } from "../../src/report/index.js";
import { readDocument } from "../support/documents.js";

const methods = readDocument("reports/methods.md");

/** Rows of a table whose first cell is in italics, by that cell. */
function findingRows(text: string): Map<string, string> {
  const rows = text.matchAll(/^\| _([a-z ]+)_\s*\|(.*)\|$/gm);
  return new Map(Array.from(rows, ([, name, rest]) => [name, rest.replace(/\s+/g, " ").trim()]));
}

test("the methods page cites every paper and gives both of its protocols", async () => {
  const table = methods.slice(methods.indexOf("| Paper"), methods.indexOf("**Data.**"));
  const papers = await allPapers();
  expect(papers.length).toBeGreaterThan(3);
  for (const { reference } of papers) expect(table).toContain(`[@${reference}]`);
});

test("the methods page has the rules of docs/add-a-paper.md for every finding", () => {
  const own = findingRows(methods);
  const reference = findingRows(readDocument("docs/add-a-paper.md"));
  expect([...own.keys()]).toEqual([...reference.keys(), "not testable here"]);
  for (const finding of ["supported", "contradicted", "not distinguishable"]) {
    expect(own.get(finding)).toBe(reference.get(finding));
  }
});

test("the built page has its formulas, and no reference that leads nowhere", async () => {
  const folder = await mkdtemp(join(tmpdir(), "moviola-methods-"));
  try {
    const outputFolder = join(folder, "site");
    const projectFolder = projectRoot();
    const site = await buildSite({
      ...{ notebooks: [], outputFolder, projectFolder, renderer: "builtin" },
    });
    expect(site.warnings.filter((warning) => warning.startsWith("methods"))).toEqual([]);
    const page = await readFile(join(outputFolder, "methods.html"), "utf8");
    expect(page.match(/<math/g)?.length).toBeGreaterThan(30);
    expect(page).not.toContain("katex-error");
    const anchors = new Set(Array.from(page.matchAll(/ id="([^"]+)"/g), ([, id]) => id));
    const links = Array.from(page.matchAll(/ href="#([^"]+)"/g), ([, id]) => id);
    expect(links.filter((id) => !anchors.has(id))).toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
