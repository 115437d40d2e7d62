/** The form of a set's `manifest.json`: a hash says that it was not changed, not that it describes a set. */
import { z } from "zod";

const count = z.int().min(0);
const texts = z.array(z.string());
const versions = z.record(z.string(), z.string());

const schema = z
  .looseObject({
    schema: z.literal(1),
    hash: z.string().min(16),
    identity: z.looseObject({
      preset: z.string(),
      weightsHash: z.string(),
      packages: versions.optional(),
      settings: z.record(z.string(), z.unknown()),
    }),
    dtype: z.enum(["float32", "float16"]),
    dataset: z.looseObject({ name: z.string(), hash: z.string(), invented: z.boolean() }),
    nItems: count,
    dim: z.int().min(1),
    device: z.string(),
    versions,
    weights: z.looseObject({ model: z.string(), files: versions }).optional(),
    truncatedShare: z.number().nullable(),
    sourceHashes: texts,
    blockHashes: texts,
    blockRows: z.int().min(1),
    startedAt: z.string(),
    seconds: z.number(),
    preset: z.looseObject({ id: z.string(), title: z.string(), modality: z.string(), dim: count }),
    itemIds: texts,
    states: z.array(z.enum(["ok", "truncated", "missing", "empty", "broken", "too-large"])),
    remarks: texts,
    preprocessingHash: z.string(),
    deviceReason: z.string().optional(),
  })
  .refine(
    ({ nItems, itemIds, states, remarks, sourceHashes }) =>
      [itemIds, states, remarks, sourceHashes].every(({ length }) => length === nItems),
    { error: "ids, states, remarks and hashes of as many items as the matrix has rows" },
  )
  .refine(
    ({ nItems, blockRows, blockHashes }) => blockHashes.length === Math.ceil(nItems / blockRows),
    { error: "a checksum for every block of rows" },
  );

/** What is wrong with a set's description, in a phrase; undefined when it can be relied on. */
export function descriptionFault(content: unknown): string | undefined {
  const parsed = schema.safeParse(content);
  if (parsed.success) return undefined;
  const [issue] = parsed.error.issues;
  return [issue.path.join("."), issue.message].filter((part) => part !== "").join(": ");
}
