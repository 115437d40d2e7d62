/** Which mutation a file gets, by its form. */
import { mutateBytes, pick } from "./mutate-bytes.mjs";
import { mutateJson } from "./mutate-json.mjs";
import { mutateNpy } from "./mutate-npy.mjs";
import { mutateText } from "./mutate-text.mjs";
import { mutateZip } from "./mutate-zip.mjs";

const mutators = {
  bytes: mutateBytes,
  text: mutateText,
  json: mutateJson,
  npy: mutateNpy,
  zip: mutateZip,
};

/**
 * Applies the mutations of one step to one file of a case (`files`: bytes by name), most often one
 * mutation, at times up to four. `foreign` are other valid files to splice from.
 */
export function mutateFiles(files, seed, foreign, random) {
  const name = pick(random, Object.keys(seed.forms));
  const mutator = mutators[seed.forms[name]];
  let bytes = files[name];
  const times = random.uniform() < 0.6 ? 1 : 2 + random.integer(3);
  for (let n = 0; n < times; n++) {
    bytes = mutator(bytes, random, pick(random, foreign), seed.seal?.[name]);
    // A file that grows without end tests the disk, not the reader.
    if (bytes.length > 2 ** 24) bytes = bytes.subarray(0, 2 ** 24);
  }
  return { ...files, [name]: bytes };
}
