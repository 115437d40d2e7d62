/** An executed notebook with one of everything, as the kernel would have left it. */
import { chart } from "../../../src/report/show/chart/chart.js";
import { conclude } from "../../../src/report/show/conclusion.js";
import type { Displayable } from "../../../src/report/show/displayable.js";
import { warning } from "../../../src/report/show/notice.js";
import { posterStrip } from "../../../src/report/show/posters/poster-strip.js";
import { table } from "../../../src/report/show/table/table.js";

type Json = Record<string, unknown>;

export function markdownCell(source: string, metadata: Json = {}): Json {
  return { cell_type: "markdown", id: nextId(), metadata, source: source.split(/(?<=\n)/) };
}

export function codeCell(source: string, outputs: readonly Json[], metadata: Json = {}): Json {
  return { cell_type: "code", id: nextId(), execution_count: 1, metadata, outputs, source };
}

export async function displayed(value: Displayable): Promise<Json> {
  return { output_type: "display_data", metadata: {}, data: await value.toMimeBundle() };
}

export function displayedData(data: Json): Json {
  return { output_type: "display_data", metadata: {}, data };
}

export function stream(text: string, name = "stdout"): Json {
  return { output_type: "stream", name, text };
}

export function notebookText(cells: readonly Json[], metadata: Json = {}): string {
  const kernelspec = { name: "moviola", display_name: "Moviola", language: "typescript" };
  return JSON.stringify({
    cells,
    metadata: { kernelspec, ...metadata },
    nbformat: 4,
    nbformat_minor: 5,
  });
}

let count = 0;
function nextId(): string {
  return `id-${count++}`;
}

const models = ["random", "popularity", "user-knn", "item-knn", "svd-pp", "biased-mf"];

/** The rows of the fixture's table, in the order of the source. */
export const fixtureRows = models.map((model, at) => ({
  model,
  "ndcg@10": {
    mean: 0.01 + 0.052 * at,
    low: 0.052 * at,
    high: 0.02 + 0.052 * at,
    letters: "abc"[at % 3],
  },
  seconds: at === 0 ? undefined : 0.3 * at * at,
  users: 943 - at * 11,
}));

function resultTable(): Displayable {
  return table(fixtureRows, {
    name: "ranking",
    columns: [
      { key: "model" },
      { key: "ndcg@10", title: "NDCG@10", best: "high" },
      { key: "seconds", title: "time", unit: "s", best: "low" },
      { key: "users" },
    ],
    isFloor: (row) => row.model === "random" || row.model === "popularity",
    notes: ["Models that share a letter cannot be told apart (Holm, 5 %)."],
  });
}

function popularityChart(): Displayable {
  const ranks = Array.from({ length: 40 }, (_unused, at) => at + 1);
  return chart({
    title: "A tenth of the films has half of the ratings",
    x: { label: "films, by popularity" },
    y: { label: "ratings" },
    series: [
      { kind: "line", name: "MovieLens 100K", x: ranks, y: ranks.map((rank) => 600 / rank) },
      { kind: "line", name: "even", isMuted: true, x: ranks, y: ranks.map(() => 60) },
    ],
  });
}

function films(): Displayable {
  const titles: [string, number][] = [
    ["Star Wars", 1977],
    ["Fargo", 1996],
    ["Contact", 1997],
    ["The English Patient", 1996],
    ["Scream", 1996],
    ["Toy Story", 1995],
    ["Twelve Monkeys", 1995],
    ["Return of the Jedi", 1983],
  ];
  return posterStrip(
    titles.map(([title, year], at) => ({
      content: { title, year, genres: [] } as never,
      remark: `score ${(4.9 - at * 0.07).toFixed(2)}`,
      ...(at === 1 ? { mark: "hit" } : at === 4 ? { mark: "miss" } : {}),
    })),
    { caption: "User 405: recommended by item-knn" },
  );
}

/** A whole report: prose, mathematics, references, citations, a table, a figure, posters, a verdict. */
export async function fixtureCells(): Promise<Json[]> {
  return [
    markdownCell(
      "# How good is no model?\n\nOn MovieLens 100K, counting ratings already explains most of what a recommender\nis praised for; this page says how much [@harper2015movielens].\n",
    ),
    codeCell(
      'import { show } from "moviola";\nawait show(stamp());',
      [
        displayedData({
          "text/plain": "stamp",
          "application/vnd.moviola.stamp+json": JSON.stringify({
            commit: "410d66d",
            dirty: true,
            data: ["ml-100k (u.data 06416e59…)"],
            seeds: [1, 2, 3, 4, 5],
            device: "CPU, 2 threads",
          }),
        }),
      ],
      { echo: false },
    ),
    markdownCell(
      "## Data {#sec-data}\n\nThe set has 943 users; @fig-popularity shows how uneven it is, @tbl-ranking what follows from it,\nand @sec-method how it was measured. See also @koren2008factorization and `npm i @scope/name`.\n\n::: {.callout-note}\nRatings are on a scale of 1 to 5.\n:::\n",
    ),
    codeCell(
      'const counts = await countRatings("ml-100k"); // by film\nawait show(chart({ title: "Popularity", series: [{ kind: "line", x: ranks, y: counts }] }));',
      [stream("read 100,000 ratings\n"), await displayed(popularityChart())],
      { label: "fig-popularity", "fig-cap": "Ratings of each film, from the *most* rated on." },
    ),
    markdownCell(
      "### How it was measured {#sec-method}\n\nThe regularised bias of user $u$ and item $i$ is\n\n$$\\hat r_{ui} = \\mu + b_u + b_i, \\qquad b_i = \\frac{\\sum_{u}(r_{ui} - \\mu)}{\\lambda + n_i}$$\n\nwith $\\lambda = 25$, a line of $p = 2 (1 + \\min(\\#\\{d \\le 0\\}, \\#\\{d \\ge 0\\})) / (1 + \\text{resamples and more})$, [@koren2010factor, p. 4; see also @hug2020surprise].\n\n| Part | Share | Rows |\n| :--- | ---: | ---: |\n| train | 80 % | 80,000 |\n| test | 20 % | 20,000 |\n",
    ),
    markdownCell("## Results\n\nPopularity is a floor. A model below it has learnt nothing.\n"),
    codeCell("await show(table(rows));", [await displayed(resultTable())], {
      label: "tbl-ranking",
      "tbl-cap": "Ranking at ten, **item-knn** ahead of the floors.",
      "code-fold": "show",
    }),
    codeCell("await show(warning(text));", [
      await displayed(warning("Twelve users have no relevant item and are left out.")),
    ]),
    markdownCell("## Three users\n\nWhat the best model would show them.\n"),
    codeCell("await show(posterStrip(films));", [await displayed(films())], { echo: false }),
    codeCell('console.log("\\u001b[32mdone\\u001b[0m");', [
      stream("\u001b[32mdone\u001b[0m in 3 s\n"),
      displayedData({ "text/plain": "{ a: 1 }" }),
    ]),
    markdownCell("## What we found\n"),
    codeCell(
      "await show(conclude(findings));",
      [
        await displayed(
          conclude([
            {
              statement: "Item-kNN beats popularity",
              holds: true,
              evidence: "0.271 against 0.155",
            },
            {
              statement: "SVD++ is the best ranker",
              holds: false,
              evidence: "0.11 below item-kNN",
            },
          ]),
        ),
      ],
      { echo: false },
    ),
  ];
}

/** The text of the fixture notebook. */
export async function fixtureNotebook(
  metadata: Json = { moviola: { seconds: 41.2 } },
): Promise<string> {
  return notebookText(await fixtureCells(), metadata);
}
