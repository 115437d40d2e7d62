/** The format of a saved model: what `model.json` holds, and the errors of a folder that is not one. */
import { z } from "zod";
import { contentHash, canonicalJson } from "../common/hash.js";
import { MoviolaError } from "../common/errors.js";
import { parseJson } from "../common/json.js";
import type { StateArray } from "./state.js";

/** Name of the file that says what a saved model is. */
export const headerName = "model.json";

/** Version of the format; a folder of another version is refused. */
export const modelSchema = 1;

/** How each type of array is named in the header. */
export const arrayTypes: {
  readonly [name in "float32" | "float64" | "int32" | "uint8"]: {
    readonly BYTES_PER_ELEMENT: number;
    new (buffer: ArrayBuffer): StateArray;
  };
} = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  uint8: Uint8Array,
};

/** One array as the header lists it. */
export interface ArrayRecord {
  readonly name: string;
  readonly type: keyof typeof arrayTypes;
  readonly length: number;
  /** SHA-256 of the file `<name>.npy`, as `sha256sum` prints it. */
  readonly sha256: string;
}

/** What `model.json` holds besides its own hash. */
export interface ModelHeader {
  readonly schema: typeof modelSchema;
  readonly id: string;
  readonly config: Readonly<Record<string, string | number | boolean>>;
  readonly nUsers: number;
  readonly nItems: number;
  readonly numbers: Readonly<Record<string, number>>;
  readonly arrays: readonly ArrayRecord[];
}

const count = z.number().int().nonnegative();
const headerShape = z.object({
  schema: z.literal(modelSchema),
  id: z.string(),
  config: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  nUsers: count,
  nItems: count,
  numbers: z.record(z.string(), z.number()),
  arrays: z.array(
    z.object({
      // No separators: a name cannot lead out of the folder.
      name: z.string().regex(/^[A-Za-z][A-Za-z0-9]*$/),
      type: z.enum(["float32", "float64", "int32", "uint8"]),
      length: count,
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});

/** SHA-256 over everything in the header. */
export function headerHash(header: ModelHeader): string {
  return contentHash([canonicalJson(header)]);
}

/** Checks the text of a `model.json`; throws `E_MODEL_FILE`. */
export function parseHeader(text: string, path: string): ModelHeader {
  let content: unknown;
  try {
    content = parseJson(text);
  } catch (cause) {
    throw fileError(path, "JSON", "text that is not JSON", cause);
  }
  const { hash, ...rest } = z
    .object({ hash: z.unknown() })
    .loose()
    .catch({ hash: "" })
    .parse(content);
  if ("schema" in rest && rest.schema !== modelSchema) {
    throw fileError(path, `schema ${modelSchema}`, `schema ${JSON.stringify(rest.schema)}`);
  }
  const parsed = headerShape.safeParse(rest);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw fileError(
      path,
      issue?.message ?? "a model's header",
      issue?.path.join(".") ?? "other JSON",
    );
  }
  if (headerHash(parsed.data) !== hash) {
    throw fileError(path, "content that gives the stated hash", "changed content");
  }
  return parsed.data;
}

/** `E_MODEL_FILE`: the folder does not hold a model that this version can read. */
export function fileError(
  where: string,
  expected: string,
  got: string,
  cause?: unknown,
): MoviolaError {
  return new MoviolaError("E_MODEL_FILE", "A saved model cannot be read", {
    where,
    expected,
    got,
    remedy: "Fit the model and save it again, or get the folder anew",
    cause,
  });
}
