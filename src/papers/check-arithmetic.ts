/** Claims that a computation decides, from numbers of the paper and facts of its data. */
import type { Dataset } from "../data/dataset.js";
import type { ClaimCheck } from "./claim-test.js";
import { factsOf, type FactName } from "./data-facts.js";
import { evaluate } from "./formula.js";
import { numberOf } from "./numbers.js";
import type { ArithmeticClaim, Paper } from "./paper.js";

type Check = ArithmeticClaim["checks"][number];
type Given = Check["values"][string];

/** The claim's checks that could be made, and why the others could not. */
export function checkArithmeticClaim(
  { checks, untestable }: ArithmeticClaim,
  paper: Paper,
  datasets: readonly Dataset[],
): { readonly checks: readonly ClaimCheck[]; readonly missing: readonly string[] } {
  if (untestable !== undefined) return { checks: [], missing: [untestable] };
  const made = checks.map((check) => checkOne(check, paper, datasets));
  return {
    checks: made.filter((check) => typeof check !== "string"),
    missing: [...new Set(made.filter((check) => typeof check === "string"))],
  };
}

function checkOne(check: Check, paper: Paper, datasets: readonly Dataset[]): ClaimCheck | string {
  const values: Record<string, number> = {};
  for (const [name, given] of Object.entries(check.values)) {
    const value = valueOf(given, paper, datasets);
    if (typeof value === "string") return value;
    values[name] = value;
  }
  const computed = evaluate(check.formula, values);
  const claimed = valueOf(check.claimed, paper, datasets) as number;
  const { says, formula, is } = check;
  return { says, formula, computed, is, claimed, holds: holds(check, computed, claimed) };
}

function valueOf(given: Given, paper: Paper, datasets: readonly Dataset[]): number | string {
  if (typeof given === "number") return given;
  if (typeof given === "string") return numberOf(paper, given)!.value;
  const { title, names = [] } = paper.datasets[given.data];
  const dataset = datasets.find(({ name, invented }) => !invented && names.includes(name));
  return dataset === undefined ? `${title} is not here` : factsOf(dataset)[given.fact as FactName];
}

/** The last digits of a sum must not decide. */
function holds({ is, tolerance }: Check, computed: number, claimed: number): boolean {
  const slack = tolerance + 1e-9 * Math.max(1, Math.abs(claimed));
  if (is === "at-least") return computed >= claimed - slack;
  if (is === "at-most") return computed <= claimed + slack;
  return Math.abs(computed - claimed) <= slack;
}
