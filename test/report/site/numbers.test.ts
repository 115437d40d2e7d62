import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compareRuns, type StoredRun } from "../../../src/experiment/index.js";
import { buildSite } from "../../../src/report/site/build-site.js";
import type { BuiltSite } from "../../../src/report/site/site-options.js";
import { notebookText, markdownCell } from "../support/fixture-notebook.js";
import { paperNotebook, rankingRuns, ratingRuns, verdicts } from "../support/records-notebook.js";

const runs = new Map([...rankingRuns, ...ratingRuns].map((run) => [run.record.id, run]));
let folder: string;
let site: BuiltSite;

async function build(output: string): Promise<BuiltSite> {
  return buildSite({
    notebooks: ["example", "other"].map((name) => join(folder, `${name}.ipynb`)),
    outputFolder: join(folder, output),
    projectFolder: folder,
    renderer: "builtin",
  });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "moviola-numbers-"));
  await writeFile(join(folder, "example.ipynb"), await paperNotebook());
  await writeFile(join(folder, "other.ipynb"), notebookText([markdownCell("# Other")]));
  site = await build("_site");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function documentOf(name: string): Promise<Document> {
  return parseHTML(await readFile(join(folder, "_site", name), "utf8")).document;
}

/** The number that runs give, worked out anew from their values by user or rating. */
function pooled(ids: readonly string[], metric: string): number {
  const stored = ids.map((id): StoredRun => runs.get(id)!);
  return compareRuns(stored, { metrics: [metric] }).rows[0].cells[metric].estimate.mean;
}

describe("numbers on pages", () => {
  test("are those of their runs, to the last digit, and open them", async () => {
    const page = await documentOf("example.html");
    const anchors = new Set(
      Array.from((await documentOf("runs.html")).querySelectorAll("[id]"), (one) => one.id),
    );
    const cells = [...page.querySelectorAll("td[data-runs]")];
    expect(cells.length).toBeGreaterThan(10);
    for (const cell of cells) {
      const ids = cell.getAttribute("data-runs")!.split(" ");
      const metric = cell.getAttribute("data-metric") ?? "ndcg@10";
      expect(Number(cell.getAttribute("data-value"))).toBe(pooled(ids, metric));
      const address = cell.querySelector("a.moviola-run")!.getAttribute("href")!;
      expect(address).toMatch(/^runs\.html/);
      expect(anchors).toContain(address.split("#")[1]);
      for (const id of ids) expect(address).toContain(id);
    }
  });

  test("of the page of runs are those of the records", async () => {
    const page = await documentOf("runs.html");
    const bodies = [...page.querySelectorAll(".run-body")];
    expect(bodies.map(({ id }) => id).sort()).toEqual([...runs.keys()].sort());
    for (const body of bodies) {
      const { metrics, manifest } = runs.get(body.id)!.record;
      const told = Array.from(body.querySelectorAll("tr[data-metric]"), (row) => {
        const { low, high } = (row.querySelector(".moviola-interval") as HTMLElement).dataset;
        const [mean, n] = Array.from(row.querySelectorAll("td"), (cell) =>
          Number(cell.dataset.value),
        );
        return [row.getAttribute("data-metric"), { mean, low: Number(low), high: Number(high), n }];
      });
      expect(Object.fromEntries(told)).toEqual(metrics);
      const fields = new Map(
        Array.from(body.querySelectorAll("[data-field]"), (one) => {
          return [one.getAttribute("data-field")!, one.textContent] as const;
        }),
      );
      expect(fields.get("seed")).toBe(String(manifest.seed));
      for (const [name, value] of Object.entries(manifest.model.config)) {
        expect(fields.get(`setting ${name}`)).toBe(String(value));
      }
    }
  });

  test("of the ledger are those of the verdicts, and every link of it leads somewhere", async () => {
    const ledger = await documentOf("ledger.html");
    const rows = [...ledger.querySelectorAll("tr[data-row]")];
    expect(rows).toHaveLength(verdicts.length);
    const page = await documentOf("example.html");
    rows.forEach((row, at) => {
      const { claim, protocol, decidedBy, runIds } = verdicts[at];
      expect(row.querySelector("a")!.getAttribute("href")).toBe(
        `example.html#claim-${claim}-${protocol}`,
      );
      expect(page.getElementById(`claim-${claim}-${protocol}`)).not.toBeNull();
      const values = Array.from(row.querySelectorAll("td[data-value]"), (one) => {
        return Number((one as HTMLElement).dataset.value);
      });
      const { difference, correctedP, n } = decidedBy ?? {};
      expect(values).toEqual([...(decidedBy ? [difference, correctedP, n] : []), runIds.length]);
    });
  });
});

test("every page of one state has the same bytes, wherever it is built", async () => {
  await build("again");
  const names = (await readdir(join(folder, "_site"), { recursive: true })).sort();
  expect((await readdir(join(folder, "again"), { recursive: true })).sort()).toEqual(names);
  for (const name of names.filter((one) => /\.\w+$/.test(one))) {
    const [one, other] = await Promise.all(
      ["_site", "again"].map((output) => readFile(join(folder, output, name), "utf8")),
    );
    expect(other === one, name).toBe(true);
  }
});

test("nothing is loaded from elsewhere, and the site's weight is told", async () => {
  for (const name of await readdir(join(folder, "_site"))) {
    if (!name.endsWith(".html")) continue;
    const html = await readFile(join(folder, "_site", name), "utf8");
    const loads = html.matchAll(/<(?:script|link|img|iframe)\b[^>]*?(?:src|href)="([^"]*)"/g);
    const addresses = Array.from(loads, (match) => match[1]);
    expect(addresses.filter((address) => !/^(assets\/|data:)/.test(address))).toEqual([]);
  }
  expect(site.warnings).toEqual([]);
  expect(site.bytes).toBeGreaterThan(50_000);
});

test("a number whose run no stamp tells of is no link, and the author is told", async () => {
  const text = await paperNotebook();
  const without = JSON.parse(text) as { cells: unknown[] };
  without.cells.splice(1, 1);
  await writeFile(join(folder, "example.ipynb"), JSON.stringify(without));
  const { warnings } = await build("unstamped");
  expect(warnings.join()).toMatch(
    /example\.html: 10 runs behind its numbers are in no stamp, such as [0-9a-f]{16}/,
  );
  const html = await readFile(join(folder, "unstamped/example.html"), "utf8");
  expect(html).not.toContain('moviola-run"');
  expect(await readFile(join(folder, "unstamped/runs.html"), "utf8")).toContain(
    "No report tells of a run yet",
  );
});
