/** Holds the weights that were found against the hashes that are known of them. */
import { join } from "node:path";
import { MoviolaError } from "../../common/errors.js";
import type { WeightsOrigin } from "../contract.js";
import { acceptanceFile, readAccepted } from "./acceptance.js";
import { loadModelRegistry, type ModelRegistry } from "./model-registry.js";

/** A model that was found in a folder. */
export interface FoundWeights {
  /** `<organisation>/<model>`. */
  readonly model: string;
  readonly preset: string;
  readonly folder: string;
}

/** A hash and who knows it. */
interface KnownHash {
  readonly sha256: string;
  readonly by: "registry" | "acceptance";
}

/**
 * Compares files (SHA-256 by path within the model's folder) with the registry; of files that were
 * accepted in their place, with what they were then. What neither knows is allowed, and the preset
 * `custom` takes anything. Throws `E_FEATURE_WEIGHTS_HASH` naming the first file that differs.
 */
export async function checkWeights(
  found: FoundWeights,
  files: Readonly<Record<string, string>>,
  registry?: ModelRegistry,
): Promise<WeightsOrigin> {
  const known = await knownHashes(found, registry ?? (await loadModelRegistry()));
  for (const [path, sha256] of Object.entries(files)) {
    const expected = known.get(path);
    if (expected !== undefined && expected.sha256 !== sha256) {
      throw otherWeights(found, path, expected, sha256);
    }
  }
  const onnx = Object.keys(files).find((path) => path.endsWith(".onnx")) ?? "";
  return { model: found.model, checkedBy: known.get(onnx)?.by ?? "nothing", files };
}

async function knownHashes(
  { model, preset, folder }: FoundWeights,
  { models }: ModelRegistry,
): Promise<ReadonlyMap<string, KnownHash>> {
  const source = models.find(({ id, presets }) => id === model && presets.includes(preset));
  const known = new Map<string, KnownHash>();
  for (const { path, sha256 } of source?.files ?? []) {
    if (sha256 !== null) known.set(path, { sha256, by: "registry" });
  }
  if (source === undefined) return known;
  for (const [path, { sha256 }] of await readAccepted(folder)) {
    known.set(path, { sha256, by: "acceptance" });
  }
  return known;
}

function otherWeights(
  { preset, folder }: FoundWeights,
  path: string,
  expected: KnownHash,
  got: string,
): MoviolaError {
  const source = expected.by === "registry" ? "data/models.json" : acceptanceFile;
  return new MoviolaError("E_FEATURE_WEIGHTS_HASH", `The weights of "${preset}" are other ones`, {
    where: join(folder, ...path.split("/")),
    expected: `SHA-256 ${expected.sha256} (${source})`,
    got: `SHA-256 ${got}`,
    remedy: `\`moviola models get ${preset}\` fetches or names the right ones; weights of your own are read by the preset \`custom\``,
  });
}
