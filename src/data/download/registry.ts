/** The public data sets that `moviola data get` knows: `data/registry.json`, checked when read. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { MoviolaError } from "../../common/errors.js";
import { packageRoot } from "../../common/folders.js";
import { parseJson } from "../../common/json.js";

/** One file of an unpacked data set. */
export interface RegistryFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** One data set that can be fetched. */
export interface RegistryEntry {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Where the archive is, the publisher first; empty for one that must be fetched by hand. */
  readonly addresses: readonly string[];
  /** Size of the archive, or null when it is not known. */
  readonly bytes: number | null;
  /** Hashes of the archive as published or independently confirmed; null when not known. */
  readonly sha256: string | null;
  readonly md5: string | null;
  readonly licence: string;
  /** Page with the terms of use. */
  readonly terms: string;
  /** How to unpack the archive, and the folder inside it that holds the files. */
  readonly unpack: { readonly kind: "zip" | "gz"; readonly folder: string | null } | null;
  /** Folder under a data root that the files belong into. */
  readonly target: string;
  /** Name of the reader's layout. */
  readonly layout: string;
  /** Unpacked files whose size and hash are known. */
  readonly files: readonly RegistryFile[];
  /** What to do where there is no address. */
  readonly manual: string | null;
}

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const relativePath = z.string().regex(/^(?!.*(^|\/)\.\.?(\/|$))[\w.-]+(\/[\w.-]+)*$/);

const entrySchema = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
    title: z.string().min(1),
    description: z.string().min(1),
    addresses: z.array(z.url({ protocol: /^https?$/ })),
    bytes: z.int().positive().nullable(),
    sha256: sha256.nullable(),
    md5: z
      .string()
      .regex(/^[0-9a-f]{32}$/)
      .nullable(),
    licence: z.string().min(1),
    terms: z.url({ protocol: /^https?$/ }),
    unpack: z
      .strictObject({ kind: z.enum(["zip", "gz"]), folder: relativePath.nullable() })
      .nullable(),
    target: relativePath,
    layout: z.string().min(1),
    files: z.array(z.strictObject({ path: relativePath, bytes: z.int().nonnegative(), sha256 })),
    manual: z.string().min(1).nullable(),
  })
  .refine((entry) => entry.addresses.length > 0 === (entry.manual === null), {
    message: "exactly one of addresses and manual must be given",
  });

const registrySchema = z.strictObject({ schema: z.literal(1), datasets: z.array(entrySchema) });

/**
 * Reads and checks a registry; default: the package's own. Throws `E_DOWNLOAD_REGISTRY` naming the
 * first field that is not as it should be.
 */
export async function loadRegistry(
  path: string = join(packageRoot(), "data", "registry.json"),
): Promise<readonly RegistryEntry[]> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw registryError(path, "a readable file", String(error));
  });
  return parseRegistry(text, path);
}

/** Checks the text of a registry; `where` is named in errors. Throws `E_DOWNLOAD_REGISTRY`. */
export function parseRegistry(text: string, where: string): readonly RegistryEntry[] {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (error) {
    throw registryError(where, "JSON", (error as Error).message);
  }
  const parsed = registrySchema.safeParse(value);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0];
    throw registryError(`${where}, ${path.join(".")}`, "the schema of the registry", message);
  }
  const names = parsed.data.datasets.map((entry) => entry.name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw registryError(where, "every name once", `"${twice}" twice`);
  return parsed.data.datasets;
}

/** The entry called `name`; throws `E_DOWNLOAD_UNKNOWN` with the list of names. */
export function registryEntry(registry: readonly RegistryEntry[], name: string): RegistryEntry {
  const entry = registry.find((candidate) => candidate.name === name);
  if (entry !== undefined) return entry;
  throw new MoviolaError("E_DOWNLOAD_UNKNOWN", `The registry has no data set called "${name}"`, {
    expected: registry.map((candidate) => candidate.name).join(", "),
    got: JSON.stringify(name),
    remedy: "`moviola data list` shows them all",
  });
}

function registryError(where: string, expected: string, got: string): MoviolaError {
  return new MoviolaError("E_DOWNLOAD_REGISTRY", "The download registry cannot be used", {
    where,
    expected,
    got,
    remedy: "Correct data/registry.json, or install the package again",
  });
}
