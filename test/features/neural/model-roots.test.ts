import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { hashWeights, modelFileName } from "../../../src/features/neural/model-files.js";
import { findModel, modelRoots } from "../../../src/features/neural/model-roots.js";
import { modelRoot, temporaryFolder } from "../../support/onnx/model-folder.js";

afterEach(() => vi.unstubAllEnvs());

describe("where models are looked for", () => {
  test("options, MOVIOLA_MODELS, the project, beside the project; no folder twice", () => {
    vi.stubEnv("MOVIOLA_MODELS", ["/second", "/third", "/first"].join(delimiter));
    const roots = modelRoots(["/first"]);
    expect(roots.slice(0, 3)).toEqual(["/first", "/second", "/third"].map((path) => resolve(path)));
    expect(roots[3]).toMatch(/models$/);
    expect(roots.at(-1)).toMatch(/shared.models$/);
    expect(new Set(roots).size).toBe(roots.length);
  });

  test("the first root with the file wins; onnx/ before the folder itself", async () => {
    const wanted = { id: "own/model", file: "model.onnx", preset: "custom" };
    const without = modelRoot("own/model", { "config.json": {} });
    const flat = modelRoot("own/model", { "model.onnx": "flat" });
    const both = modelRoot("own/model", { "model.onnx": "flat", "onnx/model.onnx": "deep" });
    expect((await findModel(wanted, [without, flat, both])).folder).toBe(join(flat, "own/model"));
    const { path } = await findModel(wanted, [both, flat]);
    expect(path).toBe(join(both, "own/model/onnx/model.onnx"));
  });
});

describe("a model's files", () => {
  test("names by precision", () => {
    expect(modelFileName("model", "fp32")).toBe("model.onnx");
    expect(modelFileName("text_model", "fp16")).toBe("text_model_fp16.onnx");
    expect(modelFileName("model", "q8")).toBe("model_quantized.onnx");
  });

  test("the hash follows weights, external data and tokenizer, not the place or other files", async () => {
    const hashOf = async (files: Record<string, string>): Promise<string> => {
      const folder = temporaryFolder();
      mkdirSync(join(folder, "onnx"));
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
      const hashed = await hashWeights(join(folder, "onnx/model.onnx"), folder);
      const read = Object.keys(files).filter((name) => name !== "README.md");
      expect(Object.keys(hashed.files).sort()).toEqual(read.sort());
      return hashed.hash;
    };
    const base = { "onnx/model.onnx": "weights" };
    const same = await hashOf(base);
    expect(same).toMatch(/^[0-9a-f]{64}$/);
    expect(await hashOf({ ...base, "README.md": "words" })).toBe(same);
    const others = await Promise.all([
      hashOf({ "onnx/model.onnx": "other" }),
      hashOf({ ...base, "onnx/model.onnx_data": "more" }),
      hashOf({ ...base, "tokenizer.json": "{}" }),
    ]);
    expect(new Set([same, ...others]).size).toBe(4);
  });
});
