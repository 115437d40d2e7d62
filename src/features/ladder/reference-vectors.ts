import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { MoviolaError } from "../../common/errors.js";
import { packageRoot } from "../../common/folders.js";

/** One item of a reference, as an independent implementation saw it. */
export interface ReferenceSample {
  /** Id in the demo set. */
  readonly item: string;
  /** SHA-256 of the text or of the file's bytes. */
  readonly source: string;
  /** `[dim]` */
  readonly vector: Float32Array;
  /** Text: token ids, special ones included. */
  readonly tokens?: readonly number[];
  /** Image: every `pixelStep`-th number of the prepared picture `[3 x size x size]`. */
  readonly pixels?: Float32Array;
}

/** Vectors of fixed samples by an independent implementation. */
export interface ReferenceVectors {
  readonly preset: string;
  /** Packages with their versions, and the script. */
  readonly madeBy: string;
  readonly dim: number;
  readonly pixelStep: number;
  /** Settings that the preset must be opened with to be compared; default none. */
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  readonly samples: readonly ReferenceSample[];
}

interface StoredSample {
  readonly item: string;
  readonly source: string;
  readonly vector: string;
  readonly tokens?: readonly number[];
  readonly pixels?: string;
}

/** Where references are: `data/reference-vectors/<preset>.json` of the package. */
function referencePath(preset: string, folder?: string): string {
  return join(folder ?? join(packageRoot(), "data", "reference-vectors"), `${preset}.json`);
}

/**
 * The reference of a preset; undefined when there is none. The file is a JSON object with `schema` 1,
 * `preset`, `madeBy`, `dim`, perhaps `pixelStep` (default 1) and `settings`, and `samples`, each with
 * `item`, `source`, `vector`, and perhaps `tokens` (numbers) and `pixels`; vectors and pixels are
 * little-endian float32 in base64. Throws `E_FEATURE_REFERENCE`.
 */
export async function readReference(
  preset: string,
  folder?: string,
): Promise<ReferenceVectors | undefined> {
  const path = referencePath(preset, folder);
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    return parseReference(JSON.parse(text) as Record<string, unknown>, preset);
  } catch (cause) {
    throw new MoviolaError("E_FEATURE_REFERENCE", "Reference vectors cannot be read", {
      where: path,
      expected: "schema 1, with one vector of `dim` numbers a sample",
      got: cause instanceof Error ? cause.message : String(cause),
      remedy: "Make the file again with the script that it names",
      cause,
    });
  }
}

function parseReference(stored: Record<string, unknown>, preset: string): ReferenceVectors {
  const { schema, madeBy, dim, pixelStep = 1, settings = {}, samples } = stored;
  if (schema !== 1 || stored.preset !== preset) throw new Error(`not for ${preset}`);
  if (typeof dim !== "number" || typeof madeBy !== "string" || !Array.isArray(samples)) {
    throw new Error("dim, madeBy or samples are missing");
  }
  return {
    ...{ preset, madeBy, dim },
    pixelStep: Number(pixelStep),
    settings: settings as ReferenceVectors["settings"],
    samples: (samples as StoredSample[]).map((sample) => parseSample(sample, dim)),
  };
}

function parseSample(stored: StoredSample, dim: number): ReferenceSample {
  const { item, source, tokens, pixels } = stored;
  const vector = decode(stored.vector);
  if (vector.length !== dim) throw new Error(`${vector.length} numbers for item ${item}`);
  return {
    ...{ item, source, vector },
    ...(tokens === undefined ? {} : { tokens }),
    ...(pixels === undefined ? {} : { pixels: decode(pixels) }),
  };
}

function decode(base64: string): Float32Array {
  const bytes = Buffer.from(base64, "base64");
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}
