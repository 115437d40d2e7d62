/** What a schema cannot see: ids that stand twice, and names of what is not there. */
import { modelEntry } from "../models/registry.js";
import { factNames } from "./data-facts.js";
import { evaluate } from "./formula.js";
import { numbersOf } from "./numbers.js";
import { paperError } from "./paper-error.js";
import type { ArithmeticClaim, MeasuredClaim, Paper } from "./paper.js";

type Path = readonly PropertyKey[];
type Check = (path: Path, name: string) => void;

/** Throws `E_PAPER_FILE` for the first id that stands twice or names nothing in `paper`. */
export function checkReferences(file: string, paper: Paper): void {
  const numbers = new Set(numbersOf(paper).map(({ id }) => id));
  const known = {
    data: among(file, "a data set of the file", Object.keys(paper.datasets)),
    model: among(file, "a model of the file", Object.keys(paper.models)),
    number: among(file, "a number of the tables", [...numbers]),
  };
  checkIds(file, ["tables"], paper.tables);
  paper.tables.forEach((table, at) => checkTable(file, ["tables", at], table, known));
  checkModels(file, paper);
  checkIds(file, ["claims"], paper.claims);
  paper.claims.forEach((claim, at) => {
    const path = ["claims", at];
    if (claim.kind === "arithmetic") checkArithmetic(file, path, claim, known);
    else checkMeasured(file, path, claim, known);
  });
}

interface Known {
  readonly data: Check;
  readonly model: Check;
  readonly number: Check;
}

function among(file: string, what: string, names: readonly string[]): Check {
  const set = new Set(names);
  return (path, name) => {
    if (set.has(name)) return;
    const listed = names.length > 12 ? what : `${what}: ${names.join(", ")}`;
    throw paperError(file, path, listed, name);
  };
}

function checkIds(file: string, path: Path, entries: readonly { readonly id: string }[]): void {
  const seen = new Set<string>();
  entries.forEach(({ id }, at) => {
    if (seen.has(id)) throw paperError(file, [...path, at, "id"], "each id once", id);
    seen.add(id);
  });
}

function checkTable(file: string, path: Path, table: Paper["tables"][number], known: Known): void {
  const { rows, columns } = table;
  checkIds(file, [...path, "rows"], rows);
  checkIds(file, [...path, "columns"], columns);
  const column = among(
    file,
    "a column of the table",
    columns.map(({ id }) => id),
  );
  const places: [
    Path,
    { readonly data?: string | undefined; readonly model?: string | undefined },
  ][] = [
    [path, table],
    ...rows.map((row, at): [Path, typeof row] => [[...path, "rows", at], row]),
    ...columns.map((each, at): [Path, typeof each] => [[...path, "columns", at], each]),
  ];
  for (const [place, { data, model }] of places) {
    if (data !== undefined) known.data([...place, "data"], data);
    if (model !== undefined) known.model([...place, "model"], model);
  }
  rows.forEach((row, at) => {
    for (const name of Object.keys(row.values)) column([...path, "rows", at, "values", name], name);
  });
}

/** Patterns name models of the registry, with settings that these have. */
function checkModels(file: string, paper: Paper): void {
  for (const [name, { runs }] of Object.entries(paper.models)) {
    runs.forEach(({ model, config = {} }, at) => {
      const path = ["models", name, "runs", at];
      const entry = found(() => modelEntry(model));
      if (entry === undefined) throw paperError(file, [...path, "model"], "a model's id", model);
      for (const [setting, value] of Object.entries(config)) {
        const standard = entry.defaults[setting];
        if (Object.hasOwn(entry.defaults, setting) && typeof standard === typeof value) continue;
        const expected = `a setting of "${model}" of its type; \`moviola models ${model}\` lists them`;
        throw paperError(file, [...path, "config", setting], expected, JSON.stringify(value));
      }
    });
  }
}

function found<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function checkMeasured(file: string, path: Path, claim: MeasuredClaim, known: Known): void {
  claim.data.forEach((data, at) => known.data([...path, "data", at], data));
  if (claim.comparisons.length === 0 && claim.untestable === undefined) {
    const expected = "at least one comparison, or `untestable` with the reason";
    throw paperError(file, [...path, "comparisons"], expected, "none");
  }
  claim.comparisons.forEach((comparison, at) => {
    const place = [...path, "comparisons", at];
    if ("reaches" in comparison) {
      known.model([...place, "model"], comparison.model);
      known.number([...place, "reaches"], comparison.reaches);
      return;
    }
    known.model([...place, "better"], comparison.better);
    comparison.than.forEach((model, index) => known.model([...place, "than", index], model));
    const pairs = [
      { member: "on", pair: "on" in comparison ? comparison.on : undefined, check: known.data },
      { member: "of", pair: "of" in comparison ? comparison.of : undefined, check: known.number },
    ];
    for (const { member, pair, check } of pairs) {
      for (const [side, name] of Object.entries(pair ?? {})) check([...place, member, side], name);
    }
  });
}

function checkArithmetic(
  file: string,
  path: Path,
  { checks, untestable }: ArithmeticClaim,
  known: Known,
): void {
  if (checks.length === 0 && untestable === undefined) {
    const expected = "at least one check, or `untestable` with the reason";
    throw paperError(file, [...path, "checks"], expected, "none");
  }
  const fact = among(file, "a fact of a data set", factNames);
  checks.forEach((check, at) => {
    const place = [...path, "checks", at];
    for (const [name, value] of Object.entries(check.values)) {
      if (typeof value === "string") known.number([...place, "values", name], value);
      if (typeof value !== "object") continue;
      known.data([...place, "values", name, "data"], value.data);
      fact([...place, "values", name, "fact"], value.fact);
    }
    if (typeof check.claimed === "string") known.number([...place, "claimed"], check.claimed);
    checkFormula(file, [...place, "formula"], check);
  });
}

function checkFormula(file: string, path: Path, check: ArithmeticClaim["checks"][number]): void {
  try {
    const ones = Object.keys(check.values).map((name) => [name, 1]);
    evaluate(check.formula, Object.fromEntries(ones) as Record<string, number>);
  } catch (error) {
    const got = `${check.formula} (${(error as Error).message})`;
    throw paperError(file, path, "arithmetic over the names in `values`", got, { cause: error });
  }
}
