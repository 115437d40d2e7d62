import { describe, expect, it } from "vitest";
import { isMoviolaError } from "../../../src/common/index.js";
import { metricRosetta, type RosettaInput, type RosettaTable } from "../../../src/metrics/index.js";
import golden from "../golden/rosetta.json" with { type: "json" };

type Case = typeof golden.tied;

function inputOf({ input }: { input: Case["input"] }): RosettaInput {
  return {
    ...input,
    users: input.users.map((user) => ({
      scores: Float32Array.from(user.scores),
      relevant: Int32Array.from(user.relevant),
      grades: Float32Array.from(user.grades),
      excluded: Int32Array.from(user.excluded),
    })),
  };
}

/** Every golden value as [tool, metric, value]; the tool's name without the remark in brackets. */
function rowsOf(values: Record<string, Record<string, number>>): [string, string, number][] {
  return Object.entries(values).flatMap(([tool, metrics]) =>
    Object.entries(metrics).map(([metric, value]): [string, string, number] => {
      return [tool.replace(/ \(.*/, ""), metric, value];
    }),
  );
}

function expectValue(table: RosettaTable, tool: string, metric: string, value: number): void {
  // trec_eval prints four decimals a topic.
  const tolerance = tool === "trec_eval" ? 0.00005 : 1e-12;
  const own = table.valueOf(tool, metric);
  expect(own, `${tool} ${metric}`).toBeDefined();
  expect(Math.abs(own! - value)).toBeLessThanOrEqual(tolerance);
}

describe("metricRosetta", () => {
  const untied = metricRosetta(inputOf(golden.untied));
  const tied = metricRosetta(inputOf(golden.tied));

  it.each(rowsOf(golden.untied.values))("%s %s is what the tool prints", (tool, metric, value) => {
    expectValue(untied, tool, metric, value);
  });

  it.each(rowsOf(golden.tied.values))("%s %s with equal scores", (tool, metric, value) => {
    expectValue(tied, tool, metric, value);
  });

  it("has every tool, each entry with convention and source", () => {
    expect([...new Set(untied.entries.map(({ tool }) => tool))]).toEqual([
      "MMRec",
      "RecBole",
      "implicit",
      "ranx",
      "trec_eval",
      "scikit-learn",
      "Microsoft Recommenders",
    ]);
    for (const { convention, source } of untied.entries) {
      expect(convention.length).toBeGreaterThan(5);
      expect(source).toMatch(/^[\w-]+\/[\w-]+ \S+/);
    }
  });

  it("shows tools disagreeing on its built-in example, and prints it", () => {
    const table = metricRosetta();
    const ndcg = ["ndcg@3", "ndcg_burges@3"].map((name) => table.valueOf("ranx", name));
    ndcg.push(table.valueOf("trec_eval", "ndcg_cut_3"), table.valueOf("MMRec", "ndcg@3"));
    ndcg.push(table.valueOf("scikit-learn", "ndcg_score(k=3)"));
    expect(new Set(ndcg).size).toBe(5);
    // Worked by hand: 1 of 5, 0 of 1 and 2 of 2 relevant items; the fourth user has none.
    expect(table.valueOf("MMRec", "recall@3")).toBeCloseTo((1 / 5 + 0 + 1) / 3, 12);
    const { "text/plain": text, "text/html": html } = table.toMimeBundle();
    expect(text.split("\n").length).toBe(table.entries.length + 1);
    expect(text).toContain("AUC_at_k(K=3)");
    expect(html.match(/<tr>/g)?.length).toBe(table.entries.length + 1);
  });

  it("breaks trec_eval's ties by the names given", () => {
    const user = { scores: Float32Array.of(1, 1), relevant: Int32Array.of(0) };
    const read = (...itemIds: string[]): number | undefined =>
      metricRosetta({ nItems: 2, k: 1, users: [user], itemIds }).valueOf("trec_eval", "P_1");
    expect(read("b", "a")).toBe(1);
    expect(read("a", "b")).toBe(0);
  });

  it.each([
    ["E_METRIC_EMPTY", { users: [{ scores: Float32Array.of(1), relevant: new Int32Array(0) }] }],
    ["E_METRIC_SHAPE", { itemIds: ["a", "b"] }],
    ["E_METRIC_SCORE", { users: [{ scores: Float32Array.of(NaN), relevant: Int32Array.of(0) }] }],
    ["E_METRIC_PROTOCOL", { k: 0 }],
    [
      "E_METRIC_GRADE",
      {
        users: [
          {
            scores: Float32Array.of(1),
            relevant: Int32Array.of(0),
            grades: Float32Array.of(0.5),
          },
        ],
      },
    ],
  ] as const)("refuses with %s", (code, change) => {
    const users = [{ scores: Float32Array.of(1), relevant: Int32Array.of(0) }];
    const action = (): unknown => metricRosetta({ nItems: 1, k: 1, users, ...change });
    expect(action).toThrow(code);
    try {
      action();
    } catch (error) {
      expect(isMoviolaError(error, code)).toBe(true);
    }
  });
});
