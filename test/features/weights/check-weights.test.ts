import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { presetEntry } from "../../../src/features/registry.js";
import { noteAccepted, readAccepted } from "../../../src/features/weights/acceptance.js";
import { checkWeights } from "../../../src/features/weights/check-weights.js";
import type { ModelRegistry } from "../../../src/features/weights/model-registry.js";
import { modelRoot, temporaryFolder } from "../../support/onnx/model-folder.js";
import { tinyTextModel, tinyTokenizer, tinyTokenizerConfig } from "../../support/onnx/tiny-text.js";

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");
const model = "own/minilm";
const files = { "onnx/model.onnx": hashOf("weights"), "tokenizer.json": hashOf("words") };
const registry: ModelRegistry = {
  hub: "https://example.org",
  models: [
    {
      ...{ id: model, presets: ["minilm"], revision: null, manual: null },
      ...{ licence: "MIT", terms: "https://example.org/terms" },
      files: [
        { path: "onnx/model.onnx", precision: "fp32", bytes: 7, sha256: hashOf("weights") },
        { path: "onnx/model_quantized.onnx", precision: "q8", bytes: null, sha256: null },
        { path: "tokenizer.json", bytes: 5, sha256: hashOf("words") },
      ],
    },
  ],
};

describe("weights that were found", () => {
  const found = { model, preset: "minilm", folder: "/models/own/minilm" };
  const origin = { repository: "their/minilm", revision: "f".repeat(40) };

  test("are those of the registry, or an error names the file, both hashes and the remedy", async () => {
    const checked = await checkWeights(found, files, registry);
    expect(checked).toEqual({ model, checkedBy: "registry", files });
    for (const path of Object.keys(files)) {
      const other = { ...files, [path]: hashOf("other") };
      const failure = checkWeights(found, other, registry);
      await expect(failure).rejects.toMatchObject({
        code: "E_FEATURE_WEIGHTS_HASH",
        details: { where: join(found.folder, path), got: `SHA-256 ${hashOf("other")}` },
      });
      const known = files[path as keyof typeof files];
      await expect(failure).rejects.toThrow(`SHA-256 ${known} (data/models.json)`);
      await expect(failure).rejects.toThrow("moviola models get minilm");
    }
  });

  test("may be any where no hash is known: of the model, the preset or the file", async () => {
    const other = { "onnx/model.onnx": hashOf("other") };
    for (const unknown of [
      { ...found, model: "other/model" },
      { ...found, preset: "custom" },
    ]) {
      expect((await checkWeights(unknown, other, registry)).checkedBy).toBe("nothing");
    }
    const quantised = { "onnx/model_quantized.onnx": hashOf("other") };
    expect(await checkWeights(found, quantised, registry)).toEqual({
      ...{ model, checkedBy: "nothing", files: quantised },
    });
  });

  test("may be others that were accepted, until those change as well", async () => {
    const folder = temporaryFolder();
    const path = "onnx/model.onnx";
    const fetched = { path, sha256: hashOf("theirs"), verified: false };
    await noteAccepted(folder, [fetched], origin);
    const here = { ...found, folder };
    const theirs = { ...files, [path]: hashOf("theirs") };
    expect((await checkWeights(here, theirs, registry)).checkedBy).toBe("acceptance");
    const changed = checkWeights(here, { ...files, [path]: hashOf("newer") }, registry);
    await expect(changed).rejects.toThrow(`${hashOf("theirs")} (moviola-accepted.json)`);
    const tokenizer = { ...theirs, "tokenizer.json": hashOf("newer") };
    await expect(checkWeights(here, tokenizer, registry)).rejects.toThrow("data/models.json");
    await noteAccepted(folder, [{ ...fetched, verified: true }], origin);
    expect(existsSync(join(folder, "moviola-accepted.json"))).toBe(false);
    await expect(checkWeights(here, theirs, registry)).rejects.toThrow("E_FEATURE_WEIGHTS_HASH");
  });

  test("are not opened by a preset when they differ, and said in what it opens", async () => {
    const id = "Xenova/all-MiniLM-L6-v2";
    const root = modelRoot(id, {
      "onnx/model.onnx": tinyTextModel({ dim: 384 }),
      "tokenizer.json": tinyTokenizer(),
      "tokenizer_config.json": tinyTokenizerConfig,
    });
    const options = { device: "cpu", modelFolders: [root] } as const;
    const extractor = await presetEntry("minilm").open(options);
    expect(extractor.weights).toMatchObject({ model: id, checkedBy: "acceptance" });
    expect(Object.keys(extractor.weights!.files)).toContain("onnx/model.onnx");
    await extractor.close();
    rmSync(join(root, id, "moviola-accepted.json"));
    const failure = presetEntry("minilm").open(options);
    await expect(failure).rejects.toThrow(/E_FEATURE_WEIGHTS_HASH[^]*model\.onnx/);
  });
});

test("what was accepted is kept by file; a damaged note is an error, and is replaced", async () => {
  const folder = temporaryFolder();
  const origin = { repository: "their/model", revision: "e".repeat(40) };
  const [one, two] = ["one", "two"].map((path) => ({
    ...{ path, sha256: hashOf(path), verified: false },
  }));
  await noteAccepted(folder, [one], origin);
  await noteAccepted(folder, [two], { ...origin, repository: "third/model" });
  expect([...(await readAccepted(folder))]).toEqual([
    ["one", { sha256: hashOf("one"), ...origin }],
    ["two", { sha256: hashOf("two"), ...origin, repository: "third/model" }],
  ]);
  const path = join(folder, "moviola-accepted.json");
  writeFileSync(path, readFileSync(path, "utf8").replace(hashOf("one"), "none"));
  await expect(readAccepted(folder)).rejects.toMatchObject({ code: "E_FEATURE_MODEL_CONFIG" });
  await noteAccepted(folder, [one], origin);
  expect([...(await readAccepted(folder)).keys()]).toEqual(["one"]);
});
