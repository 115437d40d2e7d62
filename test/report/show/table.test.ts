import { describe, expect, test } from "vitest";
import { table } from "../../../src/report/show/table/table.js";

const rows = [
  { model: "popularity", ndcg: { mean: 0.155, low: 0.149, high: 0.161, letters: "a" }, users: 943 },
  { model: "item-knn", ndcg: { mean: 0.271, low: 0.262, high: 0.28, letters: "b" }, users: 943 },
  { model: "user-knn", ndcg: { mean: 0.264, low: 0.255, high: 0.273, letters: "b" }, users: 1943 },
];
const columns = [
  { key: "model" },
  { key: "ndcg", title: "NDCG@10", best: "high" },
  { key: "users", unit: "people" },
] as const;

describe("table", () => {
  test("text is aligned, with units, intervals and letters", () => {
    expect(table(rows, { columns, caption: "Ranking", notes: ["One seed."] }).toText()).toBe(
      [
        "Ranking",
        "model                      NDCG@10  users (people)",
        "──────────  ──────────────────────  ──────────────",
        "popularity  0.155 [0.149, 0.161] a             943",
        "item-knn    0.271 [0.262, 0.280] b             943",
        "user-knn    0.264 [0.255, 0.273] b           1,943",
        "One seed.",
      ].join("\n"),
    );
  });

  test("best and second best are marked in the direction asked for", () => {
    const html = table(rows, { columns }).toHtml();
    expect(html).toMatch(/class="number best" data-value="0.271"/);
    expect(html).toMatch(/class="number second" data-value="0.264"/);
    const low = table(rows, { columns: [{ key: "ndcg", best: "low" }] }).toHtml();
    expect(low).toMatch(/class="number best" data-value="0.155"/);
  });

  test("equal values: the first row is the best one", () => {
    const html = table([{ a: 1.5 }, { a: 1.5 }], {
      columns: [{ key: "a", best: "high" }],
    }).toHtml();
    expect(html.indexOf("best")).toBeLessThan(html.indexOf("second"));
  });

  test("cells of text stand at the left where a notebook draws cells to the right", () => {
    const html = table(rows, { columns }).toHtml();
    const left = 'style="text-align:left"';
    expect(html).toContain(`<th scope="col" data-type="text" ${left}>model</th>`);
    expect(html).toContain(`<td data-value="popularity" ${left}>popularity</td>`);
    expect(html).not.toMatch(/class="number[^>]*text-align/);
  });

  test("a column with a phrase is marked, so that a page keeps it from a word a line", () => {
    const phrase = "a claim that takes more than a few words to be said";
    const html = table([{ claim: phrase, kind: "order" }]).toHtml();
    expect(html).toContain(`<td class="words" data-value="${phrase}"`);
    expect(html).toContain('<td data-value="order"');
  });

  test("large numbers without decimals stand in groups, and no p-value reads as none", () => {
    const text = table(
      [
        { size: 1324.4, p: 0.0001 },
        { size: 45.2, p: 0.0412 },
      ],
      {
        columns: [
          { key: "size", digits: 0 },
          { key: "p", digits: "p" },
        ],
      },
    ).toText();
    expect(text.split("\n").slice(2)).toEqual(["1,324  < 0.001", "   45    0.041"]);
  });

  test("the two downloads are two words", () => {
    expect(table(rows, { columns }).toHtml()).toMatch(/>CSV<\/a>\s<a [^>]*>JSON<\/a>/);
  });

  test("markup in cells, titles and captions stays inert", () => {
    const hostile = `<img src=x onerror="alert(1)">`;
    const html = table([{ [hostile]: hostile }], {
      caption: hostile,
      name: hostile,
      notes: [hostile],
    }).toHtml();
    expect(html).not.toContain("<img");
  });

  test("CSV holds full precision and quotes what needs it", () => {
    const csv = table([{ film: `Say "hi", Bob`, score: 1 / 3, note: undefined }], {
      columns: [{ key: "film" }, { key: "score" }, { key: "note" }],
    }).toCsv();
    expect(csv).toBe(`film,score,note\n"Say ""hi"", Bob",0.3333333333333333,\n`);
  });

  test("a missing or infinite number is a dash and is never the best", () => {
    const html = table([{ a: Number.NaN }, { a: 2.5 }, { a: undefined }], {
      columns: [{ key: "a", best: "low" }],
    }).toHtml();
    expect(html).toMatch(/class="number best" data-value="2.5"/);
    expect(html.match(/>–</g)).toHaveLength(2);
  });

  test("floors are muted rows", () => {
    expect(table(rows, { columns, isFloor: (row) => row.model === "popularity" }).toHtml()).toMatch(
      /<tr class="floor"><td data-value="popularity"/,
    );
  });
});
