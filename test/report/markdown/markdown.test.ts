import { describe, expect, test } from "vitest";
import { Citations, parseBibliography } from "../../../src/report/citations/citations.js";
import { PageContext } from "../../../src/report/markdown/context.js";
import { highlightCode } from "../../../src/report/markdown/highlight.js";
import { readMarkdown } from "../../../src/report/markdown/markdown.js";

const works = parseBibliography(
  "@misc{he2020, author={He, X.}, year={2020}, title={T}}\n@misc{li2021, author={Li, Y.}, year={2021}, title={U}}",
  "x.bib",
);

function render(...texts: string[]): { html: string; context: PageContext } {
  const context = new PageContext(new Citations(works));
  const read = texts.map((text) => readMarkdown(text, context));
  return { html: read.map((text) => text.render()).join(""), context };
}
const plain = (html: string): string => html.replace(/<[^>]*>/g, "").trim();

describe("references", () => {
  test("figures, tables and sections are numbered, also when they come later", () => {
    const context = new PageContext(new Citations(works));
    const text = readMarkdown("@fig-b, @tbl-a, -@fig-a; @sec-two and [@fig-a; @fig-b].", context);
    const later = readMarkdown("## One\n\n### In one\n\n## Two {#sec-two}", context);
    context.addFloat("fig-a");
    context.addFloat("tbl-a");
    context.addFloat("fig-b");
    later.render();
    expect(plain(text.render())).toBe(
      "Figure\u00a02, Table\u00a01, 1; Section\u00a02 and Figure\u00a01, Figure\u00a02.",
    );
    expect([...context.unresolved]).toEqual([]);
  });

  test("one that leads nowhere is shown as such and told", () => {
    const { html, context } = render("See @fig-none and [@nobody2000].");
    expect(plain(html)).toBe("See ?@fig-none and (nobody2000?).");
    expect([...context.unresolved]).toEqual(["@fig-none", "@nobody2000"]);
  });

  test("citations by Pandoc's forms", () => {
    expect(plain(render("[@he2020]").html)).toBe("(He 2020)");
    expect(plain(render("[see @he2020, p. 3; -@li2021]").html)).toBe("(see He 2020, p. 3; 2021)");
    expect(plain(render("@he2020 says so.").html)).toBe("He (2020) says so.");
    expect(plain(render("so says @he2020.").html)).toBe("so says He (2020).");
  });

  test("addresses, packages, code and links are left alone", () => {
    const text = "me@he2020.org, @huggingface/transformers, `@he2020` and [a link](#x)";
    const { html, context } = render(text);
    expect(plain(html)).toBe("me@he2020.org, @huggingface/transformers, @he2020 and a link");
    expect(context.citations.references()).toBe("");
  });
});

describe("mathematics", () => {
  test("becomes MathML, in a line and displayed, with no address of anything but its names", () => {
    const { html } = render("$a_i$ and\n\n$$\nb = \\frac{1}{2}\n- c\n$$\n\ntext");
    expect(html.match(/<math /g)).toHaveLength(2);
    expect(html).toContain('display="block"');
    expect(html).toContain("<mfrac>");
    expect(html).not.toMatch(/src=|href=/);
  });

  test("amounts of money are no mathematics", () => {
    expect(render("It costs $5 or $6, not \\$7.").html).toBe("<p>It costs $5 or $6, not $7.</p>\n");
  });

  test("TeX that cannot be read is shown, not thrown", () => {
    expect(render("$\\frac{1$").html).toContain("\\frac{1");
  });
});

describe("blocks", () => {
  test("boxes with classes, nested, with a title", () => {
    const { html } = render(
      '::: {.callout-warning title="Mind <this>"}\nA\n\n:::: box\nB\n::::\n:::\n\nC',
    );
    expect(html).toContain('<div class="callout callout-warning">');
    expect(html).toContain('<p class="callout-title">Mind &lt;this&gt;</p>');
    expect(html.replace(/\s+/g, "")).toContain('<divclass="box"><p>B</p></div></div><p>C</p>');
  });

  test("a box that is never closed is text", () => {
    expect(render("::: {.a}\nB").html).not.toContain("<div");
  });

  test("headings are numbered by their sections and keep distinct anchors", () => {
    const { context } = render("## A\n### B\n### B\n## C {.unnumbered}\n## D {#own}\n### E");
    expect(context.headings.map(({ id, number }) => [id, number])).toEqual([
      ["a", "1"],
      ["b", "1.1"],
      ["b-2", "1.2"],
      ["c", ""],
      ["own", "2"],
      ["e", "2.1"],
    ]);
  });

  test("an image alone is a figure with its words as caption", () => {
    const { html } = render("![A *fine* plot](p.png){#fig-p width=50%}\n\nsee @fig-p");
    expect(html).toContain('<figure id="fig-p">');
    expect(html).toContain("<strong>Figure 1.</strong> A <em>fine</em> plot</figcaption>");
  });

  test("links to notebooks lead to their pages, to files nowhere", () => {
    const { html } = render(
      "[n](../notebooks/quick-start.ipynb#x) [f](../src/a.ts) [w](https://example.org)",
    );
    expect(html).toContain('href="quick-start.html#x"');
    expect(html).toContain('<a title="../src/a.ts">');
    expect(html).toContain('href="https://example.org" rel="noreferrer"');
  });
});

test("code is highlighted where its language is known and escaped where not", () => {
  expect(highlightCode("const a = 1 < 2;", "typescript")).toContain(
    '<span class="hljs-keyword">const</span>',
  );
  expect(highlightCode("a < b", "klingon")).toBe("a &lt; b");
});
