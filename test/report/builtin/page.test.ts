import { describe, expect, test } from "vitest";
import type { SiteFrame } from "../../../src/report/builtin/document.js";
import { renderNotebook } from "../../../src/report/builtin/notebook-html.js";
import { parseBibliography } from "../../../src/report/citations/citations.js";
import { parseNotebook } from "../../../src/report/notebook-page/notebook-file.js";
import { notebookPage } from "../../../src/report/notebook-page/notebook-page.js";
import {
  codeCell,
  displayedData,
  fixtureNotebook,
  markdownCell,
  notebookText,
  stream,
} from "../support/fixture-notebook.js";

const works = parseBibliography(
  "@misc{harper2015movielens, author={H, F.}, year={2015}, title={T}}",
  "x",
);
const frame: SiteFrame = {
  siteTitle: "Moviola",
  links: [{ href: "index.html", text: "Reports" }],
  assetVersion: "v1",
  renderedBy: "Rendered by a test",
};

function render(text: string): string {
  const page = notebookPage(parseNotebook(text, "x/page.ipynb"));
  return renderNotebook(page, frame, works).html;
}

const hostile = `<script>alert(1)</script>"'>`;

test("a page has title, sentence, stamp, contents, folded code, renderer and a strict policy", async () => {
  const html = render(await fixtureNotebook());
  expect(html).toContain("<title>How good is no model? · Moviola</title>");
  expect(html).toMatch(/<h1>How good is no model\?<\/h1>\s*<p class="lead">On MovieLens 100K/);
  for (const fact of ["1 to 5", "410d66d + local changes", "CPU, 2 threads", "41.2 s"]) {
    expect(html).toContain(`<dd>${fact}</dd>`);
  }
  expect(html).toContain("npx moviola run notebooks/page.ipynb");
  expect(html.match(/<nav class="toc toc-side"[^]*?<\/nav>/)?.[0]).toContain('href="#sec-method"');
  expect(html).toMatch(/<details class="cell-code"><summary>Code <span[^>]*>2 lines/);
  expect(html).toMatch(/<details class="cell-code" open>/);
  expect(html).toContain("Rendered by a test.");
  expect(html).toContain("default-src 'none'");
});

test("nothing on a page is loaded from elsewhere, and plotly only where there is a figure", async () => {
  const full = render(await fixtureNotebook());
  const loads = [
    ...full.matchAll(/<(?:script|link|img|iframe|source)\b[^>]*?(?:src|href)="([^"]*)"/g),
  ];
  expect(
    loads.map((match) => match[1]).filter((address) => !/^(assets\/|data:)/.test(address)),
  ).toEqual([]);
  expect(full).toContain("assets/plotly.min.js");
  expect(render(notebookText([markdownCell("# T")]))).not.toContain("plotly");
});

describe("text of notebooks cannot become markup", () => {
  test.each([
    [
      "title",
      notebookText([], {
        moviola: { page: { title: "T `x`", description: "d", status: hostile } },
      }),
    ],
    [
      "author",
      notebookText([], { moviola: { page: { title: "t", author: hostile, date: hostile } } }),
    ],
    [
      "stamp",
      notebookText([], {
        moviola: { commit: hostile, device: hostile, data: [hostile], command: hostile },
      }),
    ],
    ["code", notebookText([codeCell(hostile, [])], {})],
    ["stream", notebookText([codeCell("a", [stream(hostile)])])],
    ["plain text", notebookText([codeCell("a", [displayedData({ "text/plain": hostile })])])],
    ["summary", notebookText([codeCell("a", [], { "code-summary": hostile })])],
    ["language", notebookText([codeCell("a", [])], { kernelspec: { language: hostile } })],
    [
      "error",
      notebookText([
        codeCell("a", [
          { output_type: "error", ename: hostile, evalue: hostile, traceback: [hostile] },
        ]),
      ]),
    ],
    [
      "alternative text",
      notebookText([
        codeCell("a", [displayedData({ "image/png": "QQ==" })], { "fig-alt": hostile }),
      ]),
    ],
  ])("in a %s", (_name, text) => {
    const html = render(text);
    expect(html).not.toContain("<script>alert");
    expect(html).not.toMatch(/<[^>]*"'>[^>]*>/);
  });
});

describe("a float", () => {
  const cell = (metadata: object): string =>
    render(
      notebookText([
        codeCell("a", [stream("s"), displayedData({ "text/html": "<b>x</b>" })], { ...metadata }),
      ]),
    );

  test("has its caption below for a figure and above for a table, streams outside", () => {
    const figure = cell({ label: "fig-a", "fig-cap": "The *cap*" });
    expect(figure).toMatch(
      /output-stream[^]*<figure id="fig-a"[^]*<b>x<\/b>[^]*<figcaption><strong>Figure 1\.<\/strong> The <em>cap<\/em>/,
    );
    const table = cell({ label: "tbl-a", "tbl-cap": "The cap" });
    expect(table).toMatch(
      /<figure id="tbl-a"[^]*<figcaption><strong>Table 1\.<\/strong> The cap<\/figcaption>[^]*<b>x<\/b>/,
    );
  });

  test("without a label has no number; an anchor alone makes no float", () => {
    expect(cell({ "fig-cap": "Cap" })).toContain("<figcaption>Cap</figcaption>");
    expect(cell({ label: "anchor" })).toMatch(/<div id="anchor">/);
  });

  test("echo and output can be switched off", () => {
    expect(cell({ echo: false })).not.toContain("cell-code");
    expect(cell({ output: false })).not.toContain("<b>x</b>");
  });
});

test("a page that ended early says at which cell, and shows the error once", () => {
  const html = render(
    notebookText([
      markdownCell("# T"),
      codeCell("a", [
        {
          output_type: "error",
          ename: "TypeError",
          evalue: "no x",
          traceback: ["TypeError: no x", "at line 3"],
        },
      ]),
    ]),
  );
  expect(html).toContain("Cell 2 failed: TypeError: no x");
  expect(html.match(/class="output-error-message"/g)).toHaveLength(1);
  expect(html).toContain("at line 3");
});

test("long output is folded after thirty lines and nothing of it is lost", () => {
  const lines = Array.from({ length: 200 }, (_unused, at) => `line ${at}`);
  const html = render(notebookText([codeCell("a", [stream(lines.join("\n"))])]));
  expect(html).toContain("<summary>170 more lines</summary>");
  expect(html.match(/line \d+/g)).toHaveLength(200);
});

test("invented data is labelled above the title", () => {
  const html = render(notebookText([markdownCell("# T")], { moviola: { invented: true } }));
  expect(html).toMatch(/<strong>Invented data\.<\/strong>[^]*<h1>/);
});

test("references stand under the page's own heading for them, else under one of ours", () => {
  const cited = (more: string): string =>
    render(notebookText([markdownCell(`[@harper2015movielens]\n\n${more}`)]));
  expect(cited("").match(/>References/g)).toHaveLength(1);
  expect(cited("## One\n\n## References").match(/<h2 id="references">/g)).toHaveLength(1);
});
