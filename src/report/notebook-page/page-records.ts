/** The runs, data sets and verdicts behind a page, as its cells tell them. */
import type { z } from "zod";
import type { DataFacts } from "../show/data-facts.js";
import {
  verdictsMimeType,
  type VerdictFacts,
  type VerdictsOutput,
} from "../show/paper/verdict-facts.js";
import type { RunFacts } from "../show/run-facts.js";
import type { Notebook } from "./notebook-file.js";
import { dataSchema, runSchema, verdictsSchema } from "./record-schemas.js";
import { jsonMember, stampMimeType } from "./stamp.js";

/** What a page's cells tell beside what they show. What is not of the right shape is left out. */
export interface PageRecords {
  /** Each once, in the order in which stamps tell them. */
  readonly runs: readonly RunFacts[];
  readonly datasets: readonly DataFacts[];
  /** Papers in the order of the page; of a claim that was judged twice under one protocol, the last verdict. */
  readonly verdicts: readonly VerdictsOutput[];
  /** How many of them could not be understood. */
  readonly nUnknown: number;
}

/** Collects the records that the notebook's outputs carry. */
export function pageRecords(notebook: Notebook): PageRecords {
  const bundles = notebook.cells
    .flatMap((cell) => cell.outputs)
    .flatMap((output) => (output.type === "data" ? [output.data] : []));
  const stamps = bundles.flatMap((data) => jsonMember(data, stampMimeType));
  const listed = (key: string): unknown[] =>
    stamps.flatMap((told) => (Array.isArray(told[key]) ? (told[key] as unknown[]) : []));
  const runs = parsed(runSchema, listed("runs"));
  const datasets = parsed(dataSchema, listed("datasets"));
  const outputs = parsed(
    verdictsSchema,
    bundles.flatMap((data) => jsonMember(data, verdictsMimeType)),
  );
  return {
    runs: lastByKey(runs.values, (run) => run.id),
    datasets: lastByKey(datasets.values, (data) => data.hash),
    verdicts: mergePapers(outputs.values),
    nUnknown: runs.nWrong + datasets.nWrong + outputs.nWrong,
  };
}

function parsed<T>(
  schema: z.ZodType<T>,
  values: readonly unknown[],
): { values: T[]; nWrong: number } {
  const results = values.map((value) => schema.safeParse(value));
  const good = results.flatMap((result) => (result.success ? [result.data] : []));
  return { values: good, nWrong: results.length - good.length };
}

/** One value a key, in the order of first sight. */
function lastByKey<T>(values: readonly T[], keyOf: (value: T) => string): T[] {
  return [...new Map(values.map((value) => [keyOf(value), value])).values()];
}

function mergePapers(outputs: readonly VerdictsOutput[]): VerdictsOutput[] {
  const papers = lastByKey(
    outputs.map(({ paper }) => paper),
    ({ key }) => key,
  );
  const keyOf = ({ claim, protocol }: VerdictFacts): string => `${claim} ${protocol}`;
  return papers.map((paper) => {
    const own = outputs.filter((output) => output.paper.key === paper.key);
    return {
      paper,
      verdicts: lastByKey(
        own.flatMap(({ verdicts }) => verdicts),
        keyOf,
      ),
    };
  });
}
