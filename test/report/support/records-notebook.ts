/** Executed notebooks that carry runs, data and verdicts, made with the functions that notebooks call. */
import { compareRuns, type StoredRun } from "../../../src/experiment/index.js";
import { comparisonTable } from "../../../src/report/show/comparison-table.js";
import type {
  FindingName,
  PaperFacts,
  VerdictFacts,
} from "../../../src/report/show/paper/verdict-facts.js";
import { verdictTable } from "../../../src/report/show/paper/verdict-table.js";
import { stamp } from "../../../src/report/show/stamp.js";
import { table } from "../../../src/report/show/table/table.js";
import { rankingRun, ratingRun } from "../../support/made-up-run.js";
import { codeCell, displayed, markdownCell, notebookText } from "./fixture-notebook.js";

const users = Array.from({ length: 30 }, (_unused, user) => user);

/** Three ranking models at two seeds, each seed with a split of its own. */
export const rankingRuns: readonly StoredRun[] = ["popularity", "item-knn", "user-knn"].flatMap(
  (model, at) =>
    [1, 2].map((seed) =>
      rankingRun(
        { model, seed, split: `split-${seed}` },
        users.map((user) => 0.1 * (at + 1) + user / (700 + 13 * seed)),
      ),
    ),
);

/** Two rating models at two seeds. */
export const ratingRuns: readonly StoredRun[] = ["bias", "biased-mf"].flatMap((model, at) =>
  [1, 2].map((seed) =>
    ratingRun(
      { model, seed, split: `split-${seed}` },
      users.map((user) => 0.9 - 0.07 * at + user / (31 * seed)),
    ),
  ),
);

/** A paper by two people. */
export const paper: PaperFacts = {
  key: "example",
  title: "Neighbours of <Films>",
  authors: ["A. Author", "B. van Other"],
  year: 2020,
  venue: "Proceedings of Nothing",
  reference: "example2020",
};

/** A verdict on a claim of {@link paper}. */
export function verdictOn(
  claim: string,
  finding: FindingName,
  more: Partial<VerdictFacts> = {},
): VerdictFacts {
  return {
    paper: paper.key,
    claim,
    statement: `That ${claim} & more`,
    kind: "difference",
    source: "Table 2",
    protocol: "faithful",
    finding,
    reason: `It is ${finding}.`,
    data: [],
    runIds: [],
    ...more,
  };
}

/** Verdicts of every finding, some of them with numbers and runs. */
export const verdicts: readonly VerdictFacts[] = [
  verdictOn("ahead", "supported", {
    runIds: rankingRuns.map(({ record }) => record.id),
    data: [{ name: "data", standsFor: { title: "Our Films", why: "other films" } }],
    decidedBy: {
      better: "ours",
      than: "popular",
      metric: "ndcg@10",
      estimates: [0.3, 0.2],
      difference: 0.1 / 3,
      low: 0.01,
      high: 0.05,
      correctedP: 0.0002,
      n: 30,
    },
  }),
  verdictOn("ahead", "contradicted", { protocol: "corrected" }),
  verdictOn("half-more", "supported in part", { kind: "arithmetic" }),
  verdictOn("alike", "not distinguishable"),
  verdictOn("secret", "not testable here"),
];

/** A page of a paper: stamp, comparisons, a table of plain numbers, verdicts. */
export async function paperNotebook(): Promise<string> {
  const records = [...rankingRuns, ...ratingRuns].map(({ record }) => record);
  const data = { name: "data", contentHash: "data", invented: true };
  const single = table(
    rankingRuns.map(({ record }) => ({
      model: record.manifest.model.id,
      of: record.metrics["ndcg@10"].mean,
    })),
    {
      columns: [{ key: "model" }, { key: "of", title: "NDCG@10" }],
      runIds: (row, column) =>
        column === "of"
          ? rankingRuns
              .filter(({ record }) => record.metrics["ndcg@10"].mean === row.of)
              .map(({ record }) => record.id)
          : undefined,
    },
  );
  return notebookText(
    [
      markdownCell(
        "# Neighbours\n\nWhat neighbours are worth.\n\n## Results {#sec-results}\n\nSome words.",
      ),
      codeCell("s", [await displayed(stamp({ datasets: [data], records }))]),
      codeCell("r", [await displayed(comparisonTable(compareRuns(rankingRuns)))]),
      codeCell("e", [await displayed(comparisonTable(compareRuns(ratingRuns)))]),
      codeCell("t", [await displayed(single)]),
      codeCell("v", [await displayed(verdictTable(paper, verdicts))]),
    ],
    { moviola: { page: { order: 1 }, seconds: 1 } },
  );
}
