import { describe, expect, test } from "vitest";
import { isMoviolaError } from "../../../src/common/errors.js";
import {
  notebookPage,
  type CodeBlock,
  type NotebookPage,
} from "../../../src/report/notebook-page/notebook-page.js";
import { parseNotebook } from "../../../src/report/notebook-page/notebook-file.js";
import {
  codeCell,
  displayedData,
  markdownCell,
  notebookText,
  stream,
} from "../support/fixture-notebook.js";

type Cells = Parameters<typeof notebookText>[0];

function pageOf(cells: Cells, metadata: Record<string, unknown> = {}): NotebookPage {
  return notebookPage(
    parseNotebook(notebookText(cells, metadata), "reports/_executed/some-name.ipynb"),
  );
}

function codeBlocks(page: NotebookPage): CodeBlock[] {
  return page.blocks.filter((block) => block.kind === "code");
}

function codeOf(run: () => unknown): string | undefined {
  try {
    run();
  } catch (error) {
    return isMoviolaError(error) ? error.code : String(error);
  }
  return undefined;
}

describe("a file that is not a notebook", () => {
  test.each([
    ["text", "hello"],
    ["JSON of something else", "[1, 2]"],
    ["an older format", JSON.stringify({ nbformat: 3, worksheets: [] })],
    ["a cell without a type", JSON.stringify({ nbformat: 4, cells: [{ source: "x" }] })],
    ["null as a cell", JSON.stringify({ nbformat: 4, cells: [null] })],
  ])("%s is E_PAGE_NOTEBOOK", (_name, text) => {
    expect(codeOf(() => parseNotebook(text, "x.ipynb"))).toBe("E_PAGE_NOTEBOOK");
  });

  test("odd outputs and metadata are passed over, not fatal", () => {
    const text = JSON.stringify({
      nbformat: 4,
      metadata: null,
      cells: [
        {
          cell_type: "code",
          source: ["a\n", "b"],
          metadata: "no",
          outputs: [
            null,
            { output_type: "unheard-of" },
            { output_type: "error" },
            { output_type: "display_data" },
          ],
        },
      ],
    });
    const page = notebookPage(parseNotebook(text, "x.ipynb"));
    expect(codeBlocks(page)[0].source).toBe("a\nb");
    expect(codeBlocks(page)[0].outputs.map((output) => output.kind)).toEqual(["error"]);
    expect(page.failure).toEqual({ cellNumber: 1, name: "Error", message: "" });
  });
});

describe("title and description", () => {
  test("come from the first heading and the paragraph below it, which leave the text", () => {
    const page = pageOf([markdownCell("# A title\n\nWhat it\nshows.\n\nMore text.")]);
    expect(page.title).toMatchObject({ title: "A title", description: "What it shows." });
    expect(page.blocks).toEqual([{ kind: "prose", markdown: "\nMore text." }]);
  });

  test("a list or a quotation below the heading is no description", () => {
    const page = pageOf([markdownCell("# T\n\n- one\n- two")]);
    expect(page.title.description).toBe("");
    expect(page.blocks).toEqual([{ kind: "prose", markdown: "- one\n- two" }]);
  });

  test("come from front matter, with authors, date, order and status", () => {
    const raw = {
      ...markdownCell(
        '---\ntitle: "Front: \\"yes\\""\ndescription: >\n  two\n  lines\nauthor: [A, "B C"]\ndate: 2026-01-02\norder: 3\nstatus: draft # soon\n---',
      ),
      cell_type: "raw",
    };
    const page = pageOf([raw, markdownCell("Text.")]);
    expect(page.title).toEqual({
      title: 'Front: "yes"',
      description: "two lines",
      authors: ["A", "B C"],
      date: "2026-01-02",
      order: 3,
      status: "draft",
    });
    expect(page.blocks).toHaveLength(1);
  });

  test("come from the notebook's metadata, and then the first paragraph stays", () => {
    const told = { page: { title: "Told", description: "Told too.", order: 1 } };
    const page = pageOf([markdownCell("# Heading\n\nStays.")], { moviola: told });
    expect(page.title).toMatchObject({ title: "Told", description: "Told too.", order: 1 });
    expect(page.blocks).toEqual([{ kind: "prose", markdown: "Stays." }]);
  });

  test("fall back to the file's name", () => {
    expect(pageOf([markdownCell("No heading.")]).title.title).toBe("some-name");
  });
});

describe("the stamp", () => {
  const told = (facts: object): Record<string, unknown> =>
    displayedData({
      "text/plain": "x",
      "text/html": "<dl class='moviola-stamp'></dl>",
      "application/vnd.moviola.stamp+json": JSON.stringify(facts),
    });

  test("is lifted out of its cell, and several are merged with the runner's facts", () => {
    const page = pageOf(
      [
        codeCell("a", [told({ commit: "abc", data: ["one"], seeds: [1, 2], seconds: 60 })]),
        codeCell("b", [told({ data: ["two", "one"], seeds: [3], device: "CPU", dirty: true })]),
      ],
      { moviola: { seconds: 4.5, parameters: { k: 1 } } },
    );
    expect(page.stamp).toEqual({
      commit: "abc",
      isDirty: true,
      data: ["one", "two"],
      seeds: ["1", "2", "3"],
      device: "CPU",
      seconds: 4.5,
      computingSeconds: 60,
      command: "npx moviola run notebooks/some-name.ipynb -p k=1",
    });
    expect(codeBlocks(page).flatMap((block) => block.outputs)).toEqual([]);
  });

  test("the last verdict stands for the notebook; broken JSON is no verdict", () => {
    const verdict = (value: unknown): Record<string, unknown> =>
      displayedData({ "text/plain": "v", "application/vnd.moviola.verdict+json": value });
    const first = verdict(JSON.stringify({ text: "1 of 3", held: 1, of: 3 }));
    const second = verdict({ text: "2 of 3", held: 2, of: 3 });
    expect(pageOf([codeCell("a", [first, second])]).verdict).toEqual({
      text: "2 of 3",
      held: 2,
      of: 3,
    });
    expect(pageOf([codeCell("a", [verdict("{")])]).verdict).toBeUndefined();
  });

  test("invented data is noticed in the stamp and in an output", () => {
    const notice = displayedData({
      "text/plain": "",
      "text/html": '<div class="moviola-invented">x</div>',
    });
    expect(pageOf([codeCell("a", [notice])]).isInvented).toBe(true);
    expect(pageOf([codeCell("a", [told({ invented: true })])]).isInvented).toBe(true);
    expect(pageOf([codeCell("a", [told({ invented: false })])]).isInvented).toBe(false);
  });
});

describe("outputs", () => {
  const kinds = (outputs: Parameters<typeof codeCell>[1]): unknown =>
    codeBlocks(pageOf([codeCell("a", outputs)]))[0].outputs;

  test("the richest form is shown, empty ones are not", () => {
    expect(
      kinds([
        displayedData({ "text/plain": "t", "text/html": "<b>h</b>" }),
        displayedData({ "text/plain": "t", "image/svg+xml": ["<svg>", "</svg>"] }),
        displayedData({ "text/plain": "t", "image/png": "aGk=\n" }),
        displayedData({ "text/plain": "t", "text/markdown": "*m*" }),
        displayedData({ "application/json": { a: 1 } }),
        displayedData({ "text/plain": ["a\n", "b"] }),
        displayedData({ "text/plain": "" }),
        displayedData({ "text/plain": "x", "text/html": " " }),
        displayedData({ "text/plain": "p", "text/html": '<p class="moviola-progress">done</p>' }),
      ]),
    ).toEqual([
      { kind: "html", html: "<b>h</b>" },
      { kind: "html", html: "<svg></svg>" },
      { kind: "image", source: "data:image/png;base64,aGk=" },
      { kind: "markdown", text: "*m*" },
      { kind: "text", text: '{\n  "a": 1\n}' },
      { kind: "text", text: "a\nb" },
    ]);
  });

  test("neighbouring writes to one stream are one output", () => {
    expect(kinds([stream("a"), stream("b\n"), stream("e", "stderr"), stream("c")])).toEqual([
      { kind: "stream", name: "stdout", text: "ab\n" },
      { kind: "stream", name: "stderr", text: "e" },
      { kind: "stream", name: "stdout", text: "c" },
    ]);
  });
});

describe("options of cells", () => {
  test("are read from metadata and from tags of other tools", () => {
    const page = pageOf([
      codeCell("a", [], {
        label: "fig-a",
        "fig-cap": "C",
        echo: false,
        "code-fold": "show",
        column: "page",
      }),
      codeCell("b", [], { tags: ["hide-input"] }),
      codeCell("c", [], { include: false }),
      codeCell("d", [], { tags: ["remove-cell"] }),
    ]);
    expect(codeBlocks(page).map((block) => block.cellNumber)).toEqual([1, 2]);
    expect(codeBlocks(page)[0].options).toEqual({
      label: "fig-a",
      caption: "C",
      alternativeText: undefined,
      echo: false,
      output: true,
      include: true,
      fold: "open",
      foldSummary: "Code",
      isWide: true,
    });
    expect(codeBlocks(page)[1].options.echo).toBe(false);
  });

  test("a label that occurs twice, or cannot be an anchor, is E_PAGE_LABEL", () => {
    const labelled = (label: string): Record<string, unknown> => codeCell("a", [], { label });
    expect(codeOf(() => pageOf([labelled("fig-a"), labelled("fig-a")]))).toBe("E_PAGE_LABEL");
    expect(codeOf(() => pageOf([labelled('x" onload="')]))).toBe("E_PAGE_LABEL");
    expect(codeOf(() => pageOf([labelled("fig-a"), labelled("fig-b")]))).toBeUndefined();
  });

  test("attachments of text cells become data addresses", () => {
    const cell = {
      ...markdownCell("![p](attachment:p.png)"),
      attachments: { "p.png": { "image/png": "QQ==" } },
    };
    expect(pageOf([cell]).blocks).toEqual([
      { kind: "prose", markdown: "![p](data:image/png;base64,QQ==)" },
    ]);
  });
});
