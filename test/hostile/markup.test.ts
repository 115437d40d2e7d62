/**
 * Markup and scripts that were planted in data, records and notebooks stay inert in the pages of the
 * built-in renderer: opened in a browser, nothing of them runs, asks for an address or leads anywhere.
 */
import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { chart } from "../../src/report/show/chart/chart.js";
import { conclude } from "../../src/report/show/conclusion.js";
import type { Displayable } from "../../src/report/show/displayable.js";
import { dataNotice, note, warning } from "../../src/report/show/notice.js";
import { posterStrip } from "../../src/report/show/posters/poster-strip.js";
import { standalonePage } from "../../src/report/show/search/standalone-page.js";
import { searchPage } from "../../src/report/show/search/search-page.js";
import { table } from "../../src/report/show/table/table.js";
import { buildSite } from "../../src/report/site/build-site.js";
import {
  codeCell,
  displayed,
  displayedData,
  markdownCell,
  notebookText,
  stream,
} from "../report/support/fixture-notebook.js";
import { browserTestName, chromiumPath, launchBrowser } from "../support/browser.js";
import { madeUpSearch } from "../support/made-up-search.js";
import { planted, plantedAttribute } from "./payloads.js";

/** What the library itself draws of texts that come from data and records. */
function displays(): readonly Displayable[] {
  const key = planted("column");
  return [
    table([{ [key]: planted("cell"), n: 1 }], {
      name: planted("table name"),
      caption: planted("table title"),
      columns: [
        { key, title: planted("heading") },
        { key: "n", unit: planted("unit") },
      ],
      notes: [planted("table note")],
    }),
    chart({
      title: planted("chart title"),
      x: { label: planted("x label") },
      y: { label: planted("y label") },
      series: [{ kind: "line", name: planted("series"), x: [1, 2], y: [3, 4] }],
    }),
    posterStrip(
      [
        {
          content: { title: planted("film"), genres: [planted("genre")], posterPath: "/none.jpg" },
          remark: planted("remark"),
        },
      ] as never,
      { caption: planted("posters") },
    ),
    warning(planted("warning")),
    note(planted("note")),
    conclude([{ statement: planted("claim"), holds: true, evidence: planted("evidence") }]),
    dataNotice({ name: planted("data"), invented: true }),
  ];
}

/** Where a notebook or a run's record holds texts, none of them meant as markup. */
async function textCells(): Promise<object[]> {
  const error = { output_type: "error", ename: planted("error"), evalue: planted("message") };
  const record = { metrics: { [planted("metric")]: 1 }, warnings: [planted("run warning")] };
  const stamp = {
    commit: planted("commit"),
    data: [planted("stamp data")],
    seeds: [planted("seed")],
    device: planted("device"),
    command: planted("command"),
  };
  return [
    ...(await Promise.all(
      displays().map(async (one) => codeCell("show(one)", [await displayed(one)])),
    )),
    codeCell(planted("source"), [stream(planted("stream")), stream(planted("stderr"), "stderr")]),
    codeCell("plain", [displayedData({ "text/plain": planted("plain") })]),
    codeCell("json", [displayedData({ "application/json": record })]),
    codeCell("stamp", [
      displayedData({ "application/vnd.moviola.stamp+json": stamp }),
      displayedData({ "application/vnd.moviola.verdict+json": { text: planted("verdict") } }),
    ]),
    codeCell("captions", [displayedData({ "text/plain": "x" })], {
      "fig-alt": planted("alternative"),
      "code-summary": planted("summary"),
    }),
    codeCell("error", [{ ...error, traceback: [planted("trace")] }]),
  ];
}

/** Prose of a stranger: Markdown may hold HTML, here as in Jupyter. */
function proseCells(): object[] {
  const head = {
    title: planted("title"),
    description: planted("description"),
    author: planted("author"),
  };
  const lines = Object.entries(head).map(([key, text]) => `${key}: ${JSON.stringify(text)}`);
  return [markdownCell(`---\n${lines.join("\n")}\n---\n\n## Heading\n\n${planted("markdown")}\n`)];
}

/** Outputs of a stranger's cells that are markup by themselves. */
function markupCells(): object[] {
  const one = (data: Record<string, string>, metadata = {}): object =>
    codeCell("x", [displayedData(data)], metadata);
  return [
    markdownCell("# Outputs"),
    one({ "text/html": planted("html") }),
    one({ "image/svg+xml": `<svg>${planted("svg output")}</svg>` }),
    one({ "text/markdown": planted("output") }),
    one({ "image/png": plantedAttribute("picture") }),
    one({ "text/plain": "x" }, { label: "fig-a", "fig-cap": planted("caption") }),
  ];
}

describe.skipIf(chromiumPath === undefined)(browserTestName("planted markup"), () => {
  let folder: string;
  let browser: Browser;
  let page: Page | undefined;

  const address = (name: string): string =>
    pathToFileURL(join(folder, "_site", `${name}.html`)).href;

  async function writeNotebook(
    name: string,
    cells: readonly object[],
    metadata = {},
  ): Promise<string> {
    const path = join(folder, "executed", `${name}.ipynb`);
    await writeFile(path, notebookText(cells as never, metadata));
    return path;
  }

  const buildFrom = (notebooks: readonly string[], site: string): Promise<unknown> =>
    buildSite({
      notebooks,
      outputFolder: join(folder, site),
      projectFolder: folder,
      renderer: "builtin",
      failed: [{ name: planted("failed name"), message: planted("failed message") }],
    });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "moviola-planted-"));
    await mkdir(join(folder, "executed"));
    await buildFrom(
      [
        await writeNotebook("texts", [markdownCell("# Texts"), ...(await textCells())], {
          moviola: { seconds: 1, invented: true },
          kernelspec: { language: planted("language"), name: planted("kernel") },
        }),
        await writeNotebook("outputs", markupCells()),
        await writeNotebook("prose", proseCells()),
      ],
      "_site",
    );
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(() => page?.context().close());

  /** Opens an address and tries everything on it; what fired, was asked for or was gone to. */
  async function alarmsOf(target: string): Promise<string[]> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    page = await context.newPage();
    const alarms: string[] = [];
    await page.exposeFunction("fire", (name: string) => alarms.push(name.replaceAll("_", " ")));
    page.on("dialog", (dialog) => {
      alarms.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("request", (request) => {
      if (/^(https?|ftp):/.test(request.url())) alarms.push(`request ${request.url()}`);
    });
    page.on("popup", () => alarms.push("a window was opened"));
    await page.goto(target);
    // Figures come alive when they are near the window.
    await page.evaluate(() => {
      document.querySelectorAll("details").forEach((each) => (each.open = true));
      window.scrollTo(0, document.body.scrollHeight);
    });
    await page.waitForTimeout(300);
    await page.evaluate(() => {
      for (const each of document.querySelectorAll("*")) {
        for (const type of ["mouseover", "focus", "toggle"]) each.dispatchEvent(new Event(type));
      }
      for (const link of document.querySelectorAll<HTMLElement>("a.planted")) link.click();
    });
    await page.waitForTimeout(100);
    if (page.url() !== target) alarms.push(`gone to ${page.url().slice(0, 80)}`);
    return alarms;
  }

  test("sets the alarm off on a page without defences", async () => {
    const path = join(folder, "defenceless.html");
    await writeFile(path, `<!doctype html><title>x</title>${planted("text")}`);
    const alarms = await alarmsOf(pathToFileURL(path).href);
    for (const kind of ["script", "error", "svg", "toggle", "link", "frame"]) {
      expect(alarms).toContain(`text: ${kind}`);
    }
  });

  test("does nothing in titles, tables, plots, posters, records, streams and errors", async () => {
    expect(await alarmsOf(address("texts"))).toEqual([]);
  });

  test("does nothing in the page of a search", async () => {
    const search = madeUpSearch({
      model: planted("model"),
      metric: planted("metric"),
      dataset: { name: planted("dataset"), hash: planted("hash"), invented: false },
      notes: [planted("search note")],
    });
    const path = join(folder, "search.html");
    const words = { title: planted("title"), description: planted("description") };
    await writeFile(path, await standalonePage(searchPage(search), words));
    expect(await alarmsOf(pathToFileURL(path).href)).toEqual([]);
  });

  test("cannot be the name of a notebook", async () => {
    const notebook = await writeNotebook("a'b&<img src=x onerror=fire`file`>", [
      markdownCell("# x"),
    ]);
    await expect(buildFrom([notebook], "_other")).rejects.toMatchObject({ code: "E_SITE_NAME" });
  });

  test("does nothing in the list of reports", async () => {
    expect(await alarmsOf(address("index"))).toEqual([]);
  });

  test("does nothing in Markdown of a stranger", async () => {
    expect(await alarmsOf(address("prose"))).toEqual([]);
  });

  test("does nothing in HTML, SVG, Markdown and pictures that a cell put out", async () => {
    expect(await alarmsOf(address("outputs"))).toEqual([]);
  });
});
