/** Training of a network with checkpoints, and a model that is saved, every other time in the place of an older one. */
import { cpSync, existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { library } from "../library.mjs";

const child = fileURLToPath(new URL("./training-child.mjs", import.meta.url));

/** The checkpoint to go on from is sound, and so is the model where there is one. */
async function judge({ root, folder }) {
  const { readCheckpoint } = await library(root, "compute/graph/checkpoint.js");
  const { loadModel } = await library(root, "models/index.js");
  const faults = [];
  const tell = (what) => (error) => void faults.push(`${what}: ${error.message}`);
  await readCheckpoint(join(folder, "checkpoints"), { model: "small" }).catch(tell("checkpoint"));
  await readCheckpoint(join(folder, "last"), null).catch(tell("last state"));
  const model = join(folder, "model");
  if (existsSync(model)) await loadModel(model).catch(tell("model"));
  return faults;
}

export const training = {
  name: "training with checkpoints",
  command: "trainGraph, saveModel",
  kinds: 2,
  isLibrary: true,
  judge,
  lay({ shared, folder, place }) {
    if (place % 2 === 1) cpSync(join(shared, "model"), join(folder, "model"), { recursive: true });
  },
  words: ({ root }) => [child, root],
  groupOf: (path) =>
    path.startsWith("checkpoints/") ? undefined : /^(last|model)(?=\/)/.exec(path)?.[0],
};
