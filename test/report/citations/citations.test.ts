import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { isMoviolaError } from "../../../src/common/errors.js";
import { parseBibtex } from "../../../src/report/citations/bibtex.js";
import {
  authorLabel,
  Citations,
  parseBibliography,
} from "../../../src/report/citations/citations.js";
import { latexToText } from "../../../src/report/citations/latex-text.js";
import { people } from "../../../src/report/citations/work.js";

const source = `
This is text between entries, with an address a@b.c.
@comment{ignored @article{no, title={x}}}
@string{acm = "ACM"}
@Article{he2020, author = {He, Xiangnan and Deng, Kuan and Wang, Xiang and Li, Yan},
  title = "{LightGCN}: Simplifying", journal = acm # { Transactions}, volume = 5, number = {2},
  pages = {639--648}, year = 2020, doi = {10.1145/1}, month = jul}
@book{koren2008a, author = {Koren, Yehuda}, title = {First Book}, publisher = {Wiley \\& Sons}, year = {2008}}
@inproceedings{koren2008b, author = {Yehuda Koren}, title = {Another Paper?}, booktitle = {Proc. {KDD}}, pages={1-9}, publisher={ACM}, year = {2008}}
@misc{web, title = {A Page}, year = {2021}, url = {https://example.org/x_y}}
@misc{bad, title = {A Script}, year = {2021}, url = {javascript:alert(1)}}
`;

describe("BibTeX", () => {
  test("entries, joined strings, quoted and braced and bare values", () => {
    const entries = parseBibtex(source, "x.bib");
    expect([...entries.keys()]).toEqual(["he2020", "koren2008a", "koren2008b", "web", "bad"]);
    expect(entries.get("he2020")).toMatchObject({
      type: "article",
      fields: {
        journal: "ACM Transactions",
        year: "2020",
        title: "{LightGCN}: Simplifying",
        month: "jul",
      },
    });
  });

  test.each([
    ["an open brace", "@article{a,\n title = {x", "line 2"],
    ["an open quotation", '@article{a, title = "x', "line 1"],
    ["no equals sign", "@article{a,\n\n title {x}}", "line 3"],
    ["no key", "@article{, title = {x}}", "line 1"],
    ["no value", "@article{a, title = }", "line 1"],
    ["two of a key", "@misc{a, year={1}}\n@misc{a, year={2}}", "line 2"],
    ["fields without a comma", "@misc{a, year={1} title={x}}", "line 1"],
  ])("%s is E_BIBLIOGRAPHY with its line", (_name, text, line) => {
    let error: unknown;
    try {
      parseBibtex(text, "x.bib");
    } catch (caught) {
      error = caught;
    }
    expect(isMoviolaError(error, "E_BIBLIOGRAPHY")).toBe(true);
    expect((error as Error).message).toContain(`x.bib, ${line}`);
  });

  test("the bibliography of the reports can be read, and every work has people and a year", async () => {
    const works = parseBibliography(
      await readFile("reports/references.bib", "utf8"),
      "references.bib",
    );
    expect(works.size).toBeGreaterThan(15);
    for (const work of works.values()) {
      expect(work.authors.length, work.key).toBeGreaterThan(0);
      expect(work.year, work.key).toMatch(/^\d{4}$/);
    }
  });
});

test.each([
  [
    String.raw`J{\"a}rvelin, M\"uller, Caf\'{e}, {\'E}cole, Fran\c{c}ois, \v{S}koda`,
    "Järvelin, Müller, Café, École, François, Škoda",
  ],
  [String.raw`S{\o}n \& {\AA}se, Stra{\ss}e, \l{}`, "Søn & Åse, Straße, ł"],
  ["1--2 --- ``quoted'' A~B {KDD}", "1–2 — “quoted” A\u00a0B KDD"],
  [String.raw`100\% of \emph{it} and \{x\}`, "100% of it and {x}"],
  [String.raw`Na{\"\i}ve`, "Naïve"],
])("LaTeX %s is %s", (latex, text) => {
  expect(latexToText(latex)).toBe(text.normalize("NFC"));
});

test("people: family first or last, particles, bodies in braces", () => {
  expect(people("van der Berg, Jan and Ludwig van Beethoven and {GroupLens and Friends}")).toEqual([
    { family: "van der Berg", given: "Jan" },
    { family: "van Beethoven", given: "Ludwig" },
    { family: "GroupLens and Friends", given: "" },
  ]);
});

describe("citations", () => {
  const works = parseBibliography(source, "x.bib");
  const plain = (html: string): string => html.replace(/<[^>]*>/g, "");
  const cite = (key: string, more = {}): Parameters<Citations["inSentence"]>[0] => ({
    key,
    prefix: "",
    suffix: "",
    withoutAuthor: false,
    ...more,
  });

  test("one to four authors", () => {
    expect(authorLabel(works.get("he2020")!)).toBe("He et al.");
    const of = (names: string): string =>
      authorLabel(
        parseBibliography(`@misc{k, author={${names}}, year={1}, title={T}}`, "x").get("k")!,
      );
    expect([of("A, B"), of("A, B and C, D"), of("A, B and C, D and E, F")]).toEqual([
      "A",
      "A and C",
      "A, C, and E",
    ]);
    expect(authorLabel(works.get("web")!)).toBe("A Page");
  });

  test("in parentheses and in a sentence, with prefix, page and year alone", () => {
    const citations = new Citations(works);
    citations.use("he2020");
    citations.use("koren2008a");
    const shown = citations.inParentheses([
      cite("he2020", { prefix: "see", suffix: "p. 3" }),
      cite("koren2008a", { withoutAuthor: true }),
    ]);
    expect(plain(shown)).toBe("(see He et al. 2020, p. 3; 2008)");
    expect(shown).toContain('<a href="#ref-he2020">');
    expect(plain(citations.inSentence(cite("he2020")))).toBe("He et al. (2020)");
    expect(plain(citations.inParentheses([cite("nobody")]))).toBe("(nobody?)");
  });

  test("two works that read alike get letters, in the order of the list", () => {
    const citations = new Citations(works);
    citations.use("koren2008a");
    citations.use("koren2008b");
    expect(plain(citations.inSentence(cite("koren2008a")))).toBe("Koren (2008b)");
    expect(plain(citations.inSentence(cite("koren2008b")))).toBe("Koren (2008a)");
  });

  test("the list of references, as the Chicago Manual writes it", () => {
    const citations = new Citations(works);
    for (const key of works.keys()) citations.use(key);
    expect(plain(citations.references()).split("\n")).toEqual([
      "“A Page.” 2021. https://example.org/x_y.",
      "“A Script.” 2021.",
      "He, Xiangnan, Kuan Deng, Xiang Wang, and Yan Li. 2020. “LightGCN: Simplifying.” ACM Transactions 5 (2): 639–648. https://doi.org/10.1145/1.",
      "Koren, Yehuda. 2008a. “Another Paper?” In Proc. KDD, 1–9. ACM.",
      "Koren, Yehuda. 2008b. First Book. Wiley &amp; Sons.",
    ]);
    expect(citations.references()).not.toContain("javascript:");
  });

  test("a bibliography cannot bring markup into a page", () => {
    const hostile = parseBibliography(
      `@misc{a<b>, author = {<script>, X}, title = {<img src=x>}, year = {2020}, doi = {"><script>}}`,
      "x",
    );
    const citations = new Citations(hostile);
    citations.use("a<b>");
    expect(citations.references()).not.toMatch(/<script|<img/);
    expect(citations.inSentence(cite("a<b>"))).not.toContain("<script");
  });
});
