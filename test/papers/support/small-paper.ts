import { parsePaper, type Paper } from "../../../src/papers/index.js";

/** A claim as a file writes it, without what all of them share. */
export type ClaimPart = Readonly<Record<string, unknown>>;

const shared = { statement: "A claim", source: "Table 1", evidence: "paper" };

/** A file with one table and the claims given, as its JSON value. */
export function smallFile(...claims: readonly ClaimPart[]): Record<string, unknown> {
  const protocol = (mask: string): object => ({ title: mask, runs: [{ conventions: { mask } }] });
  const measured = { protocols: ["faithful"], metrics: ["rmse"], data: ["films"] };
  return {
    schema: 1,
    key: "small",
    title: "A small paper",
    authors: ["A. Author"],
    year: 2000,
    venue: "Nowhere",
    reference: "small",
    read: "All of it",
    datasets: {
      films: {
        title: "Films",
        names: ["films"],
        standIns: [
          { name: "songs", why: "songs in place of films" },
          { name: "plays", why: "plays in place of films" },
        ],
      },
      shorts: { title: "Shorts", names: ["shorts"] },
    },
    protocols: { faithful: protocol("train"), corrected: protocol("train+valid") },
    models: {
      new: { title: "New", runs: [{ model: "bias" }] },
      old: { title: "Old", runs: [{ model: "global-mean" }] },
      other: { title: "Other", runs: [{ model: "item-mean" }] },
      rank: { title: "Rank", runs: [{ model: "item-knn" }] },
      rank40: { title: "Rank 40", runs: [{ model: "item-knn", config: { neighbours: 40 } }] },
      floor: { title: "Floor", runs: [{ model: "popularity" }] },
      chance: { title: "Chance", runs: [{ model: "random" }] },
    },
    tables: [
      {
        id: "t",
        title: "Table 1",
        evidence: "paper",
        metric: "rmse",
        data: "films",
        columns: [{ id: "test", title: "Test" }],
        rows: [
          { id: "new", title: "New", model: "new", values: { test: 0.5 } },
          { id: "old", title: "Old", model: "old", values: { test: 1 } },
          { id: "far", title: "Far", values: { test: 2 } },
          { id: "low", title: "Low", values: { test: { value: 0.4, printed: "40 %" } } },
        ],
      },
    ],
    claims: claims.map((claim, at) => ({
      ...shared,
      ...(claim.kind === "arithmetic" ? {} : measured),
      id: `claim-${at}`,
      ...claim,
    })),
  };
}

/** {@link smallFile} as a paper. */
export function smallPaper(...claims: readonly ClaimPart[]): Paper {
  return parsePaper(JSON.stringify(smallFile(...claims)), "small.json");
}

/** A claim that one model is ahead of another. */
export function ahead(better: string, ...than: readonly string[]): ClaimPart {
  return { kind: "order", comparisons: [{ better, than }] };
}
