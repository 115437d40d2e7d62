import type { Config } from "../../common/json.js";
import type { RunSettings } from "../options.js";
import { protocolConfig, type Protocol } from "../protocol.js";
import type { Manifest } from "../run-record.js";
import type { Split } from "../../data/split/split.js";
import type { TuningParts } from "../select/tuning-parts.js";
import { codeIdentity } from "./code-identity.js";
import { readEnvironment } from "./environment.js";
import { featureHashes } from "./identity.js";

/** The manifest of a run, with `config` complete (defaults included). */
export async function buildManifest(
  settings: RunSettings,
  split: Split | TuningParts,
  protocol: Protocol,
  config: Config,
): Promise<Manifest> {
  const { dataset, model, features, knockOut = {}, seed = 1 } = settings;
  const { name, settings: splitSettings, seed: splitSeed } = split.recipe;
  return {
    schema: 1,
    task: protocol.task,
    dataset: { name: dataset.name, hash: dataset.contentHash, invented: dataset.invented },
    split: { name, settings: splitSettings, seed: splitSeed, hash: split.hash },
    model: { id: model, config },
    features: featureHashes(features),
    ...(Object.keys(knockOut).length === 0 ? {} : { knockOut }),
    metrics: protocol.metrics,
    protocol: protocolConfig(protocol),
    seed,
    code: await codeIdentity(),
    environment: await readEnvironment(),
  };
}
