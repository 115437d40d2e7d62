/** The steps of a run that are the same for an experiment and for a trial of a search. */
import { isMoviolaError } from "../common/errors.js";
import type { Config } from "../common/json.js";
import type { Interactions } from "../data/dataset.js";
import type { Split } from "../data/split/split.js";
import type { AnyModel } from "../models/contract.js";
import { createModel, modelEntry } from "../models/registry.js";
import { refuseColdItems } from "./cold-items.js";
import { evaluateModel } from "./evaluate/evaluate.js";
import { relevanceWarning } from "./evaluate/relevance.js";
import type { ExperimentRun } from "./experiment-run.js";
import { fitModel, type FittedModel } from "./fit-model.js";
import { checkKnockOut } from "./knock-out.js";
import { checkLeaks } from "./leak-check/check.js";
import { describeFinding, refuseLeaks, type LeakReport } from "./leak-check/finding.js";
import { buildManifest } from "./manifest/build.js";
import { fitId, runId } from "./manifest/identity.js";
import type { RunSettings } from "./options.js";
import { protocolOf, type Protocol } from "./protocol.js";
import type { Manifest, RunRecord } from "./run-record.js";
import type { TuningParts } from "./select/tuning-parts.js";
import { FitStore } from "./store/fit-store.js";
import { RunStore } from "./store/run-store.js";
import type { StoredRun } from "./store/stored-run.js";

/** A run that is ready to start. */
interface PreparedRun {
  readonly settings: RunSettings;
  readonly split: Split | TuningParts;
  readonly protocol: Protocol;
  /** Complete: defaults included. */
  readonly config: Config;
  readonly manifest: Manifest;
  readonly leaks: LeakReport;
}

/**
 * Leak check, look-up in the store, fit, one evaluation on the rows that `openHeldOut` gives, record.
 * The held-out rows are asked for only when there is something to evaluate.
 */
export async function executeRun(
  asked: RunSettings,
  split: Split | TuningParts,
  part: Protocol["part"],
  openHeldOut: () => Interactions,
): Promise<ExperimentRun> {
  asked.signal?.throwIfAborted();
  const settings = withUsedFeatures(asked);
  const prepared = await prepareRun(settings, split, part);
  let kept: Promise<AnyModel> | undefined;
  const model = (): Promise<AnyModel> => (kept ??= fitOnce(prepared, store).then(modelOf));
  const store = settings.store === false ? undefined : (settings.store ?? new RunStore());
  const known = await readIfSound(store, runId(prepared.manifest));
  if (known !== undefined) return { ...known, fromStore: true, model };
  const startedAt = new Date().toISOString();
  const fitted = await fitOnce(prepared, store);
  if (settings.keepModel !== undefined && settings.keepModel !== false)
    kept = Promise.resolve(fitted.model);
  const run = await measure(prepared, fitted, openHeldOut(), startedAt);
  return { ...((await store?.write(run)) ?? run), fromStore: false, model };
}

/** Features that the model does not look at are no part of its run. */
function withUsedFeatures({ features, ...rest }: RunSettings): RunSettings {
  const isUsed = features !== undefined && modelEntry(rest.model).features !== undefined;
  return isUsed ? { ...rest, features } : rest;
}

async function prepareRun(
  settings: RunSettings,
  split: Split | TuningParts,
  part: Protocol["part"],
): Promise<PreparedRun> {
  const { config, floor } = createModel(settings.model, settings.config).describe();
  const entry = modelEntry(settings.model);
  checkKnockOut(settings);
  const protocol = protocolOf(settings, entry, part);
  refuseColdItems(split.recipe.name, entry, floor);
  const { dataset, features, allowLeaks: allowed = [], forbidLeaks: forbidden = [] } = settings;
  const leaks = checkLeaks(dataset, split, features === undefined ? {} : { features });
  refuseLeaks(leaks, { allowed, forbidden });
  const manifest = await buildManifest(settings, split, protocol, config);
  return { settings, split, protocol, config, manifest, leaks };
}

/** The fit of a run: the one that is kept on disk, else made now. Trials of a search have no such fit. */
async function fitOnce(
  { settings, config, split, manifest, protocol }: PreparedRun,
  store: RunStore | undefined,
): Promise<FittedModel> {
  const fits =
    store === undefined || protocol.part !== "test" ? undefined : new FitStore(store.directory);
  const id = fitId(manifest);
  const known = await fits?.read(id);
  if (known !== undefined) return known;
  const fitted = await fitModel(settings, config, split);
  if (settings.keepModel === "store") await fits?.write(id, fitted);
  return fitted;
}

const modelOf = ({ model }: FittedModel): AnyModel => model;

async function readIfSound(
  store: RunStore | undefined,
  id: string,
): Promise<StoredRun | undefined> {
  try {
    return await store?.read(id);
  } catch (error) {
    // A damaged run is made again; writing the new one replaces it.
    if (isMoviolaError(error, "E_RUN_CORRUPT")) return undefined;
    throw error;
  }
}

async function measure(
  prepared: PreparedRun,
  fitted: FittedModel,
  heldOut: Interactions,
  startedAt: string,
): Promise<StoredRun> {
  const { settings, split, protocol, manifest } = prepared;
  const start = performance.now();
  const evaluation = await evaluateModel(settings, protocol, fitted.model, {
    train: split.train.interactions,
    valid: split.valid.interactions,
    heldOut,
  });
  const evaluate = (performance.now() - start) / 1000;
  const record: RunRecord = {
    id: runId(manifest),
    manifest,
    metrics: evaluation.metrics,
    curve: fitted.report.curve,
    epochs: fitted.report.epochs,
    skippedUsers: evaluation.skippedUsers,
    warnings: warningsOf(prepared, heldOut),
    startedAt,
    seconds: { fit: fitted.seconds, evaluate },
    // Node gives kibibytes.
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
  };
  return { record, units: evaluation.units };
}

function warningsOf({ leaks, protocol }: PreparedRun, heldOut: Interactions): string[] {
  const warnings = [...leaks.errors, ...leaks.warnings].map(describeFinding);
  if (protocol.task === "rating") return warnings;
  const relevance = relevanceWarning(heldOut, protocol.threshold);
  return relevance === undefined ? warnings : [...warnings, relevance];
}
