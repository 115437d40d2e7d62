import { MoviolaError } from "../../common/errors.js";
import type { ComputePool } from "../../compute/pool/pool.js";
import { withWorkspace } from "../../compute/pool/shared-pool.js";
import { createRandom } from "../../compute/random.js";
import type { CurvePoint, FitInput } from "../contract.js";
import type { FitSteps } from "../shared/fit-steps.js";
import type { Learned } from "../shared/learned.js";
import { historyArrays, type PositiveTable } from "../shared/positive-table.js";
import { drawRows, padRows, trimRows } from "../shared/padded-rows.js";
import { floatArray } from "../shared/state-arrays.js";
import { BestEpoch } from "../shared/training.js";
import { validNdcg, type ValidNdcg } from "../shared/valid-ndcg.js";
import { checkWarmStart } from "../shared/warm-start.js";
import { AlsDescent } from "./descent.js";
import { alsProblem, type AlsProblem } from "./problem.js";
import type { AlsSettings } from "./settings.js";

/** Learns the factors; see the header of `als.ts`. */
export function fitAls(
  table: PositiveTable,
  settings: AlsSettings,
  input: FitInput,
  steps: FitSteps,
): Promise<Learned> {
  const problem = alsProblem(table, settings, input);
  const valid = validNdcg(table, input.valid);
  return withWorkspace(async (workspace, pool) => {
    const descent = new AlsDescent(pool, workspace, problem, settings.solver);
    start(descent, table, problem, settings, input);
    const curve = await runEpochs({ descent, problem, settings, valid, pool, steps });
    const { width, nFactors } = problem;
    return {
      arrays: {
        userFactors: trimRows(descent.users.factors, width, nFactors),
        itemFactors: trimRows(descent.items.factors, width, nFactors),
        ...historyArrays(table),
        historyWeights: problem.users.values,
      },
      numbers: { nFactors },
      report: { epochs: curve.length, curve },
    };
  });
}

/** Factors of the users with positives: random, or those of an earlier fit; items are solved first. */
function start(
  { users, items }: AlsDescent,
  table: PositiveTable,
  { nFactors, width }: AlsProblem,
  settings: AlsSettings,
  { seed, warmStart }: FitInput,
): void {
  if (warmStart !== undefined) {
    checkWarmStart(warmStart, "als", table);
    const read = (name: string, nRows: number) => floatArray(warmStart, name, nRows * nFactors);
    padRows(read("userFactors", users.rows.nRows), nFactors, users.factors, width);
    padRows(read("itemFactors", items.rows.nRows), nFactors, items.factors, width);
    return;
  }
  const deviation = settings.initialDeviation;
  for (const [name, { rows, factors }] of Object.entries({ users, items })) {
    const random = createRandom(seed, `als/start/${name}`);
    const draw = settings.startsEvenly
      ? () => deviation * random.uniform()
      : () => (deviation * random.normal()) / Math.sqrt(nFactors);
    drawRows(factors, rows, nFactors, width, draw);
  }
}

interface Run {
  readonly descent: AlsDescent;
  readonly problem: AlsProblem;
  readonly settings: AlsSettings;
  readonly valid: ValidNdcg | undefined;
  readonly pool: ComputePool;
  readonly steps: FitSteps;
}

/** Runs the epochs, goes back to the items of the best one, and solves the users exactly. */
async function runEpochs(run: Run): Promise<CurvePoint[]> {
  const { descent, settings, steps } = run;
  const stopping = run.valid !== undefined && settings.patience > 0;
  const curve: CurvePoint[] = [];
  const best = new BestEpoch([descent.items.factors], settings.patience);
  for (let epoch = 1; epoch <= settings.epochs; epoch++) {
    descent.updateItems();
    descent.updateUsers();
    const values = measure(run, epoch);
    curve.push({ epoch, values });
    const note = Object.entries(values).map(([name, value]) => `${name} ${value.toPrecision(5)}`);
    await steps.step(epoch, settings.epochs, "epochs", note.join(", "));
    if (stopping && best.isOver(epoch, values.validNdcg)) break;
  }
  best.restore();
  descent.updateUsers(true);
  checkFinite(descent.users.factors, settings.epochs);
  return curve;
}

function measure({ descent, problem, valid, pool }: Run, epoch: number): Record<string, number> {
  const loss = descent.loss();
  if (!Number.isFinite(loss)) throw divergedError(epoch);
  if (valid === undefined) return { loss };
  const { users, items } = descent;
  const factors = {
    nFactors: problem.width,
    userFactors: users.factors,
    itemFactors: items.factors,
  };
  return { loss, validNdcg: valid.measure(pool, factors) };
}

function checkFinite(factors: Float32Array, epoch: number): void {
  if (!factors.every(Number.isFinite)) throw divergedError(epoch);
}

/** `E_MODEL_DIVERGED`: a system of equations had no single solution. */
export function divergedError(epoch: number): MoviolaError {
  return new MoviolaError("E_MODEL_DIVERGED", "A system of equations could not be solved", {
    where: `epoch ${epoch}`,
    expected: "finite factors",
    remedy: "Raise `regularisation`",
  });
}
