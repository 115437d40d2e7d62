/** Which runs are a paper's: by its patterns over their manifests. */
import type { Config } from "../common/json.js";
import type { Manifest } from "../experiment/run-record.js";
import type { StoredRun } from "../experiment/store/stored-run.js";
import type { Paper, ProtocolName, RunPattern } from "./paper.js";
import { protocolNames } from "./names.js";

/** True when `pattern` describes the run: its model, these of its settings, exactly its features and knock-outs. */
export function matchesPattern(manifest: Manifest, pattern: RunPattern): boolean {
  const { model, features, knockOut = {} } = manifest;
  const modalities = Object.keys(features).sort();
  return (
    model.id === pattern.model &&
    isWithin(pattern.config, model.config) &&
    (pattern.features === undefined || isSame([...pattern.features].sort(), modalities)) &&
    isSame(sorted(pattern.knockOut ?? {}), sorted(knockOut))
  );
}

/** True when the run was split and measured as the paper's protocol says. */
function isOfProtocol(manifest: Manifest, paper: Paper, protocol: ProtocolName): boolean {
  const { dataset, split, protocol: conventions } = manifest;
  return paper.protocols[protocol].runs.some(
    (run) =>
      (run.data?.includes(dataset.name) ?? true) &&
      (run.split === undefined || run.split === split.name) &&
      isWithin(run.splitSettings, split.settings) &&
      isWithin(run.conventions, conventions),
  );
}

/** The runs of one of the paper's models under a protocol. */
export function runsOfModel(
  paper: Paper,
  model: string,
  protocol: ProtocolName,
  runs: readonly StoredRun[],
): StoredRun[] {
  const patterns = patternsOf(paper, model, protocol);
  return runs.filter(({ record: { manifest } }) => {
    return (
      isOfProtocol(manifest, paper, protocol) &&
      patterns.some((pattern) => matchesPattern(manifest, pattern))
    );
  });
}

/** True when a run can decide anything about the paper. */
export function isOfPaper(manifest: Manifest, paper: Paper): boolean {
  return protocolNames.some((protocol) => {
    return (
      isOfProtocol(manifest, paper, protocol) &&
      Object.keys(paper.models).some((model) =>
        patternsOf(paper, model, protocol).some((pattern) => matchesPattern(manifest, pattern)),
      )
    );
  });
}

function patternsOf(paper: Paper, model: string, protocol: ProtocolName): RunPattern[] {
  return paper.models[model].runs.filter((pattern) => (pattern.protocol ?? protocol) === protocol);
}

function isWithin(subset: Config | undefined, whole: Config): boolean {
  return Object.entries(subset ?? {}).every(([name, value]) => whole[name] === value);
}

function sorted(record: Readonly<Record<string, string>>): string[] {
  return Object.entries(record)
    .map((pair) => pair.join(" "))
    .sort();
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((value, at) => value === other[at]);
}
