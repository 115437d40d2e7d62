import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { allPresets } from "../../../src/features/registry.js";
import { readAccepted } from "../../../src/features/weights/acceptance.js";
import {
  getModel,
  wantedFiles,
  type GetModelOptions,
} from "../../../src/features/weights/get-model.js";
import {
  loadModelRegistry,
  modelOfPreset,
  type ModelRegistry,
} from "../../../src/features/weights/model-registry.js";
import { rangeStart, startServer, type TestServer } from "../../data/download/server.js";
import { temporaryFolder } from "../../support/onnx/model-folder.js";

const commit = "0123456789abcdef0123456789abcdef01234567";
const other = "f".repeat(40);
const content = Buffer.from("weights ".repeat(5000));
const sha256 = createHash("sha256").update(content).digest("hex");

function registryOf(hub: string, known = true): ModelRegistry {
  const file = { path: "onnx/model.onnx", precision: "fp32" } as const;
  const files = [
    { path: "tokenizer.json", bytes: content.length, sha256 },
    { ...file, bytes: known ? content.length : null, sha256: known ? sha256 : null },
    {
      ...file,
      path: "onnx/model_quantized.onnx",
      precision: "q8" as const,
      bytes: null,
      sha256: null,
    },
  ];
  const common = { licence: "MIT", terms: "https://example.org/terms", revision: commit };
  return {
    hub,
    models: [
      { id: "own/minilm", presets: ["minilm"], ...common, files, manual: null },
      { id: "own/glove", presets: ["glove"], ...common, files, manual: "take them from the shelf" },
      { id: "own/bert", presets: ["bert-cls"], ...common, revision: null, files, manual: null },
    ],
  };
}

let server: TestServer;
let hub: string;
let asked: string[];

beforeEach(async () => {
  asked = [];
  server = await startServer((request, response) => {
    asked.push(request.url ?? "");
    const start = rangeStart(request);
    const rest = content.subarray(start);
    const range = { "content-range": `bytes ${start}-${content.length - 1}/${content.length}` };
    const headers = { etag: '"one"', "content-length": rest.length };
    response.writeHead(start > 0 ? 206 : 200, start > 0 ? { ...headers, ...range } : headers);
    // The first request for the weights is cut, so that the rest has to be asked for.
    if (asked.length === 2 && start === 0) {
      response.write(rest.subarray(0, 10_000), () => response.destroy());
    } else response.end(rest);
  });
  hub = server.address.replace("/file.zip", "");
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

const options = (rest: Partial<GetModelOptions> = {}): GetModelOptions => ({
  ...{ root: temporaryFolder(), precision: "fp32", backoffMs: 1 },
  ...rest,
});

describe("fetching weights", () => {
  test("at the pinned commit, resumed, checked; a second time nothing is asked", async () => {
    const settings = options();
    const { folder, files } = await getModel(registryOf(hub), "minilm", settings);
    expect(files.map(({ path, verified }) => [path, verified])).toEqual([
      ["tokenizer.json", true],
      ["onnx/model.onnx", true],
    ]);
    expect(readFileSync(join(folder, "onnx/model.onnx"))).toEqual(content);
    const weights = `/own/minilm/resolve/${commit}/onnx/model.onnx`;
    expect(asked).toEqual([`/own/minilm/resolve/${commit}/tokenizer.json`, weights, weights]);
    expect(server.ranges[2]).toMatch(/^bytes=\d+-$/);
    vi.stubEnv("MOVIOLA_OFFLINE", "1");
    const again = await getModel(registryOf(hub), "minilm", settings);
    expect(again.files).toEqual(files);
    expect(asked.length).toBe(3);
  });

  test("a damaged file is fetched again; another content is refused", async () => {
    const settings = options();
    const { folder } = await getModel(registryOf(hub), "minilm", settings);
    writeFileSync(join(folder, "onnx/model.onnx"), "damaged");
    await getModel(registryOf(hub), "minilm", settings);
    expect(readFileSync(join(folder, "onnx/model.onnx"))).toEqual(content);
    const registry = registryOf(hub);
    const [minilm] = registry.models;
    const wrong = minilm.files.map((file) => ({ ...file, sha256: "0".repeat(64) }));
    const changed = { ...registry, models: [{ ...minilm, files: wrong }] };
    const fresh = options();
    await expect(getModel(changed, "minilm", fresh)).rejects.toThrow("E_DOWNLOAD_HASH");
    expect(existsSync(join(fresh.root, "own/minilm/tokenizer.json"))).toBe(false);
  });

  test("MOVIOLA_OFFLINE=1 asks nothing", async () => {
    vi.stubEnv("MOVIOLA_OFFLINE", "1");
    const failed = getModel(registryOf(hub), "minilm", options());
    await expect(failed).rejects.toThrow("E_DOWNLOAD_OFFLINE");
    expect(asked).toEqual([]);
  });

  test("without a hash only when accepted", async () => {
    const registry = registryOf(hub, false);
    const failed = getModel(registry, "minilm", options());
    await expect(failed).rejects.toThrow(/E_DOWNLOAD_UNVERIFIED[^]*onnx.model\.onnx/);
    expect(asked).toEqual([]);
    const got = await getModel(registry, "minilm", options({ acceptUnverified: true }));
    expect(got.files[1]).toMatchObject({ sha256, verified: false });
    const origin = { repository: "own/minilm", revision: commit };
    const accepted = [["onnx/model.onnx", { sha256, ...origin }]];
    expect([...(await readAccepted(got.folder))]).toEqual(accepted);
  });

  test("that were accepted from elsewhere give way to the pinned ones", async () => {
    const settings = options();
    const elsewhere = { ...settings, revision: other, acceptUnverified: true };
    const { folder } = await getModel(registryOf(hub), "minilm", elsewhere);
    expect([...(await readAccepted(folder)).keys()]).toEqual(["tokenizer.json", "onnx/model.onnx"]);
    await getModel(registryOf(hub), "minilm", settings);
    expect((await readAccepted(folder)).size).toBe(0);
  });

  test("another commit or repository has no known hashes", async () => {
    const registry = registryOf(hub);
    const unverified = getModel(registry, "minilm", options({ revision: other }));
    await expect(unverified).rejects.toThrow("E_DOWNLOAD_UNVERIFIED");
    await getModel(registry, "glove", {
      ...options({ repository: "their/glove", revision: other, acceptUnverified: true }),
    });
    expect(asked[0]).toBe(`/their/glove/resolve/${other}/tokenizer.json`);
    expect(asked.at(-1)).toBe(`/their/glove/resolve/${other}/onnx/model.onnx`);
  });

  test("E_FEATURE_REVISION for none and for a branch, E_DOWNLOAD_MANUAL, E_FEATURE_PRESET", async () => {
    const registry = registryOf(hub);
    await expect(getModel(registry, "bert-cls", options())).rejects.toThrow("E_FEATURE_REVISION");
    const branch = getModel(registry, "minilm", options({ revision: "main" }));
    await expect(branch).rejects.toThrow(/E_FEATURE_REVISION[^]*"main"/);
    const manual = getModel(registry, "glove", options());
    await expect(manual).rejects.toThrow(/E_DOWNLOAD_MANUAL[^]*from the shelf/);
    const absent = getModel(registry, "minilm", options({ precision: "fp16" }));
    await expect(absent).rejects.toThrow(/E_DOWNLOAD_MANUAL[^]*no file of that precision/);
    await expect(getModel(registry, "palette", options())).rejects.toThrow("E_FEATURE_PRESET");
    expect(asked).toEqual([]);
  });
});

describe("data/models.json", () => {
  test("knows each preset with weights, under the preset's own model and revision", async () => {
    const registry = await loadModelRegistry();
    for (const { preset } of allPresets()) {
      if (preset.weights === undefined) continue;
      const model = modelOfPreset(registry, preset.id);
      expect(model.id).toBe(preset.weights.model);
      if (model.revision !== null) expect(model.revision).toBe(preset.weights.revision);
      const files = wantedFiles(model, preset.id, preset.weights.precision);
      const hasModel = files.some((file) => file.path.endsWith(".onnx"));
      expect(hasModel || model.manual !== null).toBe(true);
    }
  });

  test.each([
    ["{", "a file with JSON"],
    ['{"schema":1,"hub":"ftp://x","note":"","models":[]}', "hub"],
    ['{"schema":2,"hub":"https://x.org","note":"","models":[]}', "schema"],
  ])("E_FEATURE_REGISTRY for %s", async (text, says) => {
    const path = join(temporaryFolder(), "models.json");
    writeFileSync(path, text);
    await expect(loadModelRegistry(path)).rejects.toThrow("E_FEATURE_REGISTRY");
    await expect(loadModelRegistry(path)).rejects.toThrow(says);
  });
});
