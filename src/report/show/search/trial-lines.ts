import type { SearchRecord, SearchTrial } from "../../../experiment/select/search-record.js";
import { formatNumber } from "../format.js";
import { valueText } from "./setting-axis.js";

/** One configuration of a search as its page shows it: by the last trial that it had. */
export interface TrialLine {
  readonly trial: SearchTrial;
  /** True in the last rung, whose values alone are compared in the choice. */
  readonly isLast: boolean;
  readonly isBest: boolean;
}

/** Every configuration once, by its last trial, in the order in which they were drawn. */
export function trialLines(record: SearchRecord): TrialLine[] {
  const { trials, best } = record;
  const last = lastRung(record);
  const byCandidate = new Map<number, SearchTrial>();
  for (const trial of trials) byCandidate.set(trial.candidate, trial);
  return [...byCandidate]
    .sort(([one], [other]) => one - other)
    .map(([, trial]) => ({
      trial,
      isLast: trial.rung === last,
      isBest: trial === trials[best],
    }));
}

/** The rung that the choice was made in. */
export function lastRung({ rungs }: SearchRecord): number {
  return Math.max(...rungs.map(({ rung }) => rung));
}

/** The settings that the search varied, in the order of its space; not the epochs that its rungs decide. */
export function searchedSettings({ space, rungs }: SearchRecord): string[] {
  const isByEpochs = rungs.some(({ resource }) => resource.kind === "epochs");
  return Object.keys(space).filter((name) => !(isByEpochs && name === "epochs"));
}

/** What a rung's trials learnt with, such as `12 epochs`; empty for a search with one rung. */
export function rungWords({ rungs }: SearchRecord, rung: number): string {
  const found = rungs.find((one) => one.rung === rung);
  if (found === undefined || rungs.length === 1) return "";
  const { kind, amount } = found.resource;
  if (kind === "epochs") return `${amount} ${amount === 1 ? "epoch" : "epochs"}`;
  return kind === "users" ? `${Number((100 * amount).toFixed(1))} % of the users` : "in full";
}

/** A trial in words, such as `* 0.3012: neighbours 50, weighting cosine`; the star is the chosen one. */
export function describeTrial(record: SearchRecord, { trial, isBest }: TrialLine): string {
  const words = searchedSettings(record).map((name) => `${name} ${valueText(trial.config[name])}`);
  const rung = rungWords(record, trial.rung);
  const value = trial.value === undefined ? "failed" : formatNumber(trial.value.mean, 4);
  const settings = [...words, ...(rung === "" ? [] : [rung])].join(", ") || "defaults";
  return `${isBest ? "*" : " "} ${value}: ${settings}`;
}
