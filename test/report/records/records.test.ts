import { describe, expect, test } from "vitest";
import { parseNotebook } from "../../../src/report/notebook-page/notebook-file.js";
import {
  notebookPage,
  type NotebookPage,
} from "../../../src/report/notebook-page/notebook-page.js";
import { cardPosters } from "../../../src/report/records/card-posters.js";
import { cardVerdicts } from "../../../src/report/records/card-verdicts.js";
import { recordPages } from "../../../src/report/records/record-pages.js";
import { searchScript } from "../../../src/report/records/search-index.js";
import { siteRecords } from "../../../src/report/records/site-records.js";
import type { DataFacts } from "../../../src/report/show/data-facts.js";
import { verdictTable } from "../../../src/report/show/paper/verdict-table.js";
import { runFacts } from "../../../src/report/show/run-facts.js";
import {
  codeCell,
  displayed,
  displayedData,
  markdownCell,
  notebookText,
} from "../support/fixture-notebook.js";
import {
  paper,
  paperNotebook,
  rankingRuns,
  verdictOn,
  verdicts,
} from "../support/records-notebook.js";

const hostile = `"><script>alert(1)</script>`;
const stampType = "application/vnd.moviola.stamp+json";

function pageOf(name: string, text: string): NotebookPage {
  return notebookPage(parseNotebook(text, `x/${name}.ipynb`));
}

function stampPage(name: string, facts: object): NotebookPage {
  return pageOf(
    name,
    notebookText([markdownCell("# T"), codeCell("s", [displayedData({ [stampType]: facts })])]),
  );
}

const data: DataFacts = {
  name: "films",
  hash: "0123456789ab",
  invented: true,
  licence: "For nothing",
  nUsers: 1234,
  nItems: 56,
  nRatings: 7890,
  density: 0.1142,
  ratingMean: 3.5,
  ratings: [
    [1, 0.25],
    [4.5, 0.75],
  ],
  activity: [6, 6.4],
  popularity: [100.5, 140.9],
  topTenthShare: 0.4,
  textShare: 1,
  posterShare: 0.5,
  days: ["1997-09-20", "1998-04-22"],
  nRejected: 3,
  files: [{ path: "u.data", sha256: "abcdef" }],
};

describe("the records of a site", () => {
  test("a run on two pages is listed once, with both", () => {
    const runs = [runFacts(rankingRuns[0].record)];
    const records = siteRecords([stampPage("one", { runs }), stampPage("two", { runs })]);
    expect(records.runs).toHaveLength(1);
    expect(records.runs[0].pages.map(({ name }) => name)).toEqual(["one", "two"]);
  });

  test("of a claim on two pages the verdict of its paper's own page stands", async () => {
    const page = async (
      name: string,
      finding: "supported" | "contradicted",
    ): Promise<NotebookPage> => {
      const cell = codeCell("v", [await displayed(verdictTable(paper, [verdictOn("a", finding)]))]);
      return pageOf(name, notebookText([markdownCell("# T"), cell]));
    };
    const pages = [await page("synthesis", "contradicted"), await page("example", "supported")];
    for (const order of [pages, pages.toReversed()]) {
      expect(
        siteRecords(order).verdicts.map(({ verdict, address }) => [verdict.finding, address]),
      ).toEqual([["supported", "example.html#claim-a-faithful"]]);
    }
  });

  test("runs and data of another form are left out and counted", () => {
    const run = runFacts(rankingRuns[0].record);
    const page = stampPage("one", {
      runs: [run, { ...run, id: hostile }, null, { ...run, metrics: { rmse: [1] } }],
      datasets: [data, { ...data, ratings: "many" }],
    });
    expect(page.records.runs).toEqual([run]);
    expect(page.records.datasets).toEqual([data]);
    expect(page.records.nUnknown).toBe(4);
  });
});

test("claims stand in the order of their paper's own page", async () => {
  const page = async (name: string, claims: readonly string[]): Promise<NotebookPage> => {
    const found = claims.map((claim) => verdictOn(claim, "supported"));
    const cell = codeCell("v", [await displayed(verdictTable(paper, found))]);
    return pageOf(name, notebookText([markdownCell("# T"), cell]));
  };
  const pages = [await page("start", ["b"]), await page("example", ["a", "b", "c"])];
  const { verdicts } = siteRecords(pages);
  expect(verdicts.map(({ verdict }) => verdict.claim)).toEqual(["a", "b", "c"]);
});

describe("the pages made of them", () => {
  test("say so when there is nothing", () => {
    for (const { content } of recordPages(siteRecords([])))
      expect(content).toContain('class="empty"');
  });

  test("text from notebooks stays text on all of them and in the search", async () => {
    const { record } = rankingRuns[0];
    const config = { [hostile]: hostile };
    const run = {
      ...runFacts(record),
      label: hostile,
      config,
      warnings: [hostile],
      model: hostile,
    };
    const facts = { runs: [run], datasets: [{ ...data, name: hostile, licence: hostile }] };
    const evil = { ...paper, title: hostile, key: hostile, authors: [hostile] };
    const verdict = verdictOn(hostile, "supported", {
      reason: hostile,
      statement: hostile,
      kind: hostile,
    });
    const page = pageOf(
      "one",
      notebookText([
        markdownCell(`# ${hostile}`),
        codeCell("s", [
          displayedData({ [stampType]: facts }),
          await displayed(verdictTable(evil, [verdict])),
        ]),
      ]),
    );
    const records = siteRecords([page]);
    expect([records.runs.length, records.datasets.length, records.verdicts.length]).toEqual([
      1, 1, 1,
    ]);
    for (const { content } of recordPages(records)) expect(content).not.toContain("<script>");
    expect(cardVerdicts(page)).not.toContain("<script>");
  });

  test("a run says what computes it again, with the values of the page's parameters", () => {
    const { record } = rankingRuns[0];
    const text = notebookText(
      [codeCell("s", [displayedData({ [stampType]: { runs: [runFacts(record)] } })])],
      { moviola: { parameters: { budget: "quick", seeds: [1, 2], title: "it's" } } },
    );
    const [, runs] = recordPages(siteRecords([pageOf("one", text)]));
    expect(runs.content).toContain(
      `rm -r .moviola/runs/${record.id} &amp;&amp; npx moviola run notebooks/one.ipynb -p budget=quick -p &#39;seeds=[1,2]&#39; -p &#39;title=it&#39;\\&#39;&#39;s&#39; --no-cache`,
    );
  });

  test("a data set's card has its counts, its ratings as bars, and the way to its runs", () => {
    const run = {
      ...runFacts(rankingRuns[0].record),
      data: { name: "films", hash: "fedcba987654", invented: true },
    };
    const [, , card] = recordPages(
      siteRecords([stampPage("one", { runs: [run], datasets: [data] })]),
    );
    for (const words of [
      "1,234",
      "11.42 %",
      "1997-09-20 to 1998-04-22",
      "invented",
      "u.data (abcdef)",
    ]) {
      expect(card.content).toContain(words);
    }
    expect(card.content).toContain('<th scope="row">4.5</th><td data-value="0.75">75.0 %</td>');
    expect(card.content).toContain('href="runs.html?data=films">1 on rows chosen from films</a>');
  });
});

describe("the search", () => {
  test("knows pages, sections with an address, claims and runs", async () => {
    const page = pageOf("example", await paperNotebook());
    const script = searchScript([page], siteRecords([page]));
    const entries = JSON.parse(
      script.slice(script.indexOf("["), script.lastIndexOf("]") + 1),
    ) as string[][];
    const addresses = entries.map(([kind, , , address]) => `${kind} ${address}`);
    expect(addresses.slice(0, 3)).toEqual([
      "Report example.html",
      "Section example.html#sec-results",
      "Claim example.html#claim-ahead-faithful",
    ]);
    expect(addresses.at(-1)).toMatch(/^Run runs\.html#[0-9a-f]{16}$/);
    expect(entries).toHaveLength(2 + 5 + 10);
  });
});

describe("a page's card", () => {
  test("counts the claims by protocol", async () => {
    const html = cardVerdicts(pageOf("example", await paperNotebook()));
    expect(html).toContain(
      "Claims of Author and van Other 2020, faithful: 1 supported, 1 supported in part",
    );
    expect(html).toContain("; corrected: 1 contradicted.");
  });

  test("leads with the first claim that runs decided, its difference and where it stands", async () => {
    const html = cardVerdicts(pageOf("example", await paperNotebook()));
    expect(html).toContain(
      "“That ahead &amp; more”: here <strong>+0.0333</strong> [0.0100, 0.0500] NDCG@10, faithful: supported</p>",
    );
    const undecided = codeCell("v", [await displayed(verdictTable(paper, [verdicts[4]]))]);
    expect(cardVerdicts(pageOf("one", notebookText([undecided])))).not.toContain("card-headline");
  });

  test("leads with the sound protocol where that decided something", async () => {
    const sound = { ...verdicts[0], protocol: "corrected", finding: "contradicted" } as const;
    const cell = codeCell("v", [await displayed(verdictTable(paper, [verdicts[0], sound]))]);
    expect(cardVerdicts(pageOf("one", notebookText([cell])))).toContain(
      "corrected: contradicted</p>",
    );
  });

  test("takes as many posters of the first strip as may weigh, and none of a short strip", () => {
    const strip = (count: number, size: number): NotebookPage => {
      const image = `<img src="data:image/jpeg;base64,${"A".repeat(size)}" alt="Film" width="92" height="138" />`;
      const html = `<div class="moviola-posters">${image.repeat(count)}</div>`;
      return pageOf("one", notebookText([codeCell("p", [displayedData({ "text/html": html })])]));
    };
    const count = (page: NotebookPage): number => cardPosters(page).match(/<img/g)?.length ?? 0;
    expect(count(strip(20, 100))).toBe(7);
    expect(count(strip(20, 10_000))).toBe(4);
    expect(count(strip(2, 100))).toBe(0);
    expect(cardPosters(strip(20, 100))).not.toContain("Film");
  });
});
