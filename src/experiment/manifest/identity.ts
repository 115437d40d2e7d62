import { canonicalJson, contentHash } from "../../common/hash.js";
import type { FeatureMatrix } from "../../models/contract.js";
import type { Manifest } from "../run-record.js";

/**
 * The id of the run that a manifest describes: 16 hexadecimal digits over all of it but
 * `environment`, so that the same run on another machine has the same id.
 */
export function runId(manifest: Manifest): string {
  const { environment: _environment, ...deciding } = manifest;
  return contentHash([canonicalJson(deciding)]).slice(0, 16);
}

/**
 * The id of the fit behind a run, 16 hexadecimal digits: as `runId`, less what is decided after the
 * fit (metrics and how they are taken), so that runs that only measure otherwise share it.
 */
export function fitId(manifest: Manifest): string {
  const {
    environment: _environment,
    metrics: _metrics,
    protocol: _protocol,
    ...deciding
  } = manifest;
  return contentHash([`fit ${canonicalJson(deciding)}`]).slice(0, 16);
}

/** Hash of each feature matrix (shape, values, missing rows) by modality. */
export function featureHashes(
  features: Readonly<Record<string, FeatureMatrix>> = {},
): Readonly<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const [name, { nItems, dim, values, missing }] of Object.entries(features)) {
    hashes[name] = contentHash([`${nItems} x ${dim}`, values, missing]);
  }
  return hashes;
}
