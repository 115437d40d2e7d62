/** The models that `moviola models get` knows: `data/models.json`, checked when read. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { MoviolaError } from "../../common/errors.js";
import { packageRoot } from "../../common/folders.js";
import { parseJson } from "../../common/json.js";

/** One file of a model. */
export interface ModelFile {
  readonly path: string;
  /** Needed for this precision only; absent for a file that all need. */
  readonly precision?: "fp32" | "fp16" | "q8" | undefined;
  /** Needed for these presets only; absent for a file that all need. */
  readonly presets?: readonly string[] | undefined;
  readonly bytes: number | null;
  /** Null when it is not known. */
  readonly sha256: string | null;
}

/** One model. */
export interface ModelSource {
  /** `<organisation>/<model>`: its folder under a model root, and its name at the hub. */
  readonly id: string;
  readonly presets: readonly string[];
  /** Commit at the hub; null when none is known, so that it has to be given. */
  readonly revision: string | null;
  readonly licence: string;
  readonly terms: string;
  readonly files: readonly ModelFile[];
  /** What to do where the hub does not have the files. */
  readonly manual: string | null;
}

/** The registry. */
export interface ModelRegistry {
  readonly hub: string;
  readonly models: readonly ModelSource[];
}

const relativePath = z.string().regex(/^(?!.*(^|\/)\.\.?(\/|$))[\w.-]+(\/[\w.-]+)*$/);
const address = z.url({ protocol: /^https?$/ });

const fileSchema = z.strictObject({
  path: relativePath,
  precision: z.enum(["fp32", "fp16", "q8"]).optional(),
  presets: z.array(z.string()).optional(),
  bytes: z.int().positive().nullable(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
});

const registrySchema = z.strictObject({
  schema: z.literal(1),
  hub: address,
  note: z.string(),
  models: z.array(
    z.strictObject({
      id: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
      presets: z.array(z.string()).min(1),
      revision: z
        .string()
        .regex(/^[0-9a-f]{40}$/)
        .nullable(),
      licence: z.string().min(1),
      terms: address,
      files: z.array(fileSchema),
      manual: z.string().min(1).nullable(),
    }),
  ),
});

/**
 * Reads and checks a registry; default: the package's own. Throws `E_FEATURE_REGISTRY` naming the
 * first field that is not as it should be.
 */
export async function loadModelRegistry(
  path: string = join(packageRoot(), "data", "models.json"),
): Promise<ModelRegistry> {
  let value: unknown;
  try {
    value = parseJson(await readFile(path, "utf8"));
  } catch (error) {
    throw registryError(path, "a file with JSON", (error as Error).message);
  }
  const parsed = registrySchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw registryError(`${path}, ${issue.path.join(".")}`, "the registry's schema", issue.message);
}

/** The model of a preset; throws `E_FEATURE_PRESET` for one that has no weights to fetch. */
export function modelOfPreset(registry: ModelRegistry, preset: string): ModelSource {
  const model = registry.models.find((candidate) => candidate.presets.includes(preset));
  if (model !== undefined) return model;
  throw new MoviolaError("E_FEATURE_PRESET", `There are no weights to fetch for "${preset}"`, {
    expected: registry.models.flatMap((candidate) => candidate.presets).join(", "),
    got: JSON.stringify(preset),
    remedy: "`moviola features list` says which presets need weights",
  });
}

function registryError(where: string, expected: string, got: string): MoviolaError {
  return new MoviolaError("E_FEATURE_REGISTRY", "The registry of models cannot be used", {
    where,
    expected,
    got,
    remedy: "Correct data/models.json, or install the package again",
  });
}
