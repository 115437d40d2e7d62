/**
 * A preset for tests, also for child processes without TypeScript: each vector is made of the SHA-256 of
 * what it is made from, so that any mix-up of rows shows.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";

const digestOf = (bytes) => createHash("sha256").update(bytes).digest();

/** The vector that the fake preset gives to these bytes. */
export function fakeVector(bytes, dim) {
  const digest = digestOf(bytes);
  return Float32Array.from({ length: dim }, (_unused, at) => digest[at % 32] - 127.5 + at);
}

/**
 * A preset entry. Options: `id`, `modality` ("image"), `dim` (6), `batchSize` (4), `delayMs` for each
 * batch, `onBatch(inputs)`, `device`, `settings` and `packages` of the identity. Texts and files: "" is empty,
 * "BROKEN" broken, "BOMB" too large, "LONG..." truncated, "THROW" makes the batch fail, "NAN" and
 * "ZERO" give such vectors as if they were sound.
 */
export function fakePreset(options = {}) {
  const { id = "fake", modality = "image", dim = 6, batchSize = 4, delayMs = 0 } = options;
  const preset = {
    id,
    title: "A fake",
    modality,
    dim,
    layer: "none",
    pooling: "none",
    preprocessing: { digest: "SHA-256" },
    licence: "free",
    source: "the tests",
  };
  const vectorOf = async ({ text, imagePath }) => {
    if (text === undefined && imagePath === undefined) return outcome("missing");
    const bytes = text === undefined ? await readFile(imagePath) : Buffer.from(text, "utf8");
    const word = bytes.toString("latin1", 0, 40);
    if (word === "THROW") throw new TypeError("the decoder fell over");
    if (word === "") return outcome("empty", "no bytes");
    if (word === "BROKEN") return outcome("broken", "no picture");
    if (word === "BOMB") return outcome("too-large", "30,000 pixels wide");
    if (word === "NAN") return outcome("ok", "", new Float32Array(dim).fill(NaN));
    if (word === "ZERO") return outcome("ok");
    const state = word.startsWith("LONG") ? "truncated" : "ok";
    return outcome(state, "", fakeVector(bytes, dim));
  };
  const outcome = (state, remark = "", vector = new Float32Array(dim)) => ({
    state,
    remark,
    vector,
  });
  const extract = async (batch, signal) => {
    if (delayMs > 0) await wait(delayMs, undefined, { signal });
    options.onBatch?.(batch);
    const values = new Float32Array(batch.length * dim);
    const outcomes = await Promise.all(batch.map(vectorOf));
    outcomes.forEach(({ vector }, row) => values.set(vector, row * dim));
    return {
      values,
      states: outcomes.map(({ state }) => state),
      remarks: outcomes.map(({ remark }) => remark),
    };
  };
  const open = (given) => {
    options.onOpen?.(given);
    return Promise.resolve({
      kind: "item",
      preset,
      identity: {
        preset: id,
        weightsHash: "none",
        ...(options.packages === undefined ? {} : { packages: options.packages }),
        settings: { dim, ...options.settings },
      },
      device: options.device ?? "cpu",
      batchSize,
      extract,
      close: () => Promise.resolve(options.onClose?.()),
    });
  };
  return { preset, open };
}
