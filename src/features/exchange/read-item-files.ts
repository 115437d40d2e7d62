import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { contentHash, fileHash } from "../../common/hash.js";
import { readNpy } from "../../data/npy/read-npy.js";
import { importError, type ExternalVectors } from "./external-vectors.js";

/**
 * Vectors as Ducho keeps them: a folder with `<item>.npy` for every item, of shape (dim) or (1, dim).
 * A name may be percent-encoded where the item's id cannot be a file's name. Throws `E_FEATURE_IMPORT`,
 * `E_NPY_...`.
 */
export async function readItemFiles(
  folder: string,
  isKnown: (id: string) => boolean,
): Promise<ExternalVectors> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".npy")).sort();
  const ids: string[] = [];
  const vectors: Float32Array[] = [];
  const hashes: string[] = [];
  let isHalf = names.length > 0;
  for (const name of names) {
    const path = join(folder, name);
    const { dtype, shape, data } = await readNpy(path);
    const isVector = shape.slice(0, -1).every((size) => size === 1) && data.length > 0;
    const dim = vectors[0]?.length ?? data.length;
    if (!isVector || data.length !== dim) {
      const expected = vectors.length === 0 ? "one vector" : `one vector of ${dim} numbers`;
      const remedy = "Export vectors after pooling, one an item, all from one layer";
      throw importError(path, expected, `shape (${shape.join(", ")})`, remedy);
    }
    ids.push(idOf(name.slice(0, -4), isKnown));
    vectors.push(data);
    hashes.push(name, await fileHash(path));
    isHalf &&= dtype === "<f2";
  }
  if (vectors.length === 0) {
    throw importError(folder, "files <item>.npy", "none", "Name the folder that holds them");
  }
  const dim = vectors[0].length;
  const values = new Float32Array(vectors.length * dim);
  vectors.forEach((vector, row) => values.set(vector, row * dim));
  const dtype = isHalf ? "float16" : "float32";
  return { dim, dtype, values, ids, hash: contentHash(hashes) };
}

function idOf(name: string, isKnown: (id: string) => boolean): string {
  if (isKnown(name)) return name;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
