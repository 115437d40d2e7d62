import { MoviolaError } from "../../common/errors.js";
import {
  concat,
  dense,
  slice,
  sparseProduct,
  type Builder,
  type GraphMatrix,
  type Tensor,
} from "../../compute/graph/index.js";
import type { Modality } from "../shared/modalities.js";
import { recursiveAttention, type ModalityRows } from "./recursive-attention.js";
import type { CraneSettings } from "./settings.js";

/** Vectors of one view. */
export interface SemanticVectors {
  /** `[nUsers x embeddingSize]`; absent without profiles. */
  readonly users?: Tensor;
  /** `[nItems x embeddingSize]` */
  readonly items: Tensor;
}

/**
 * What items, and users by their profiles, are by content: equations 1 to 5 of `crane.ts`. `features` are
 * `[nItems x dim]` each, `profiles` `[nUsers x nItems]` with the mean of a user's items in each row.
 */
export function semanticVectors(
  builder: Builder,
  features: readonly ModalityRows[],
  profiles: GraphMatrix | undefined,
  settings: CraneSettings,
): SemanticVectors {
  const { embeddingSize } = settings;
  return builder.graph.inLayer("semantic", () => {
    const projected = features.map(({ name, rows }) => {
      const items = builder.graph.inLayer("content", () =>
        dense(builder, name, rows, embeddingSize),
      );
      if (profiles === undefined) return { name, rows: items };
      return { name, rows: concat([sparseProduct(profiles, items), items], 0) };
    });
    const refined = recursiveAttention(builder, projected, settings);
    const beside = concat(
      refined.map(({ rows }) => rows),
      -1,
    );
    const vectors = dense(builder, "joined", beside, embeddingSize);
    if (profiles === undefined) return { items: vectors };
    const nUsers = profiles.nRows;
    return {
      users: slice(vectors, 0, 0, nUsers),
      items: slice(vectors, 0, nUsers, nUsers + profiles.nColumns),
    };
  });
}

/** The modalities that the settings name, in their order. Throws `E_MODEL_FEATURES`. */
export function chosenModalities(
  modalities: readonly Modality[],
  { modalities: names }: Pick<CraneSettings, "modalities">,
): readonly Modality[] {
  if (names.length === 0) return modalities;
  const unknown = names.find((name) => modalities.every((each) => each.name !== name));
  if (unknown === undefined) return modalities.filter(({ name }) => names.includes(name));
  const summary = `The model "crane" cannot learn from these item features`;
  throw new MoviolaError("E_MODEL_FEATURES", summary, {
    where: "modalities",
    expected: `names among ${modalities.map(({ name }) => name).join(", ")}`,
    got: unknown,
    remedy: 'Give the features of this name, or set modalities to "all"',
  });
}
