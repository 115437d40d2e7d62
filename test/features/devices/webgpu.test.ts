import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { probeDevice } from "../../../src/features/devices/probe.js";
import { selfTest } from "../../../src/features/devices/self-test.js";
import { encodeAll, type EncoderSpec } from "../../../src/features/neural/encoder.js";
import { openSession, type NeuralSession } from "../../../src/features/neural/session/session.js";
import { textFeeds } from "../../../src/features/neural/text/text-feeds.js";
import { modelRoot } from "../../support/onnx/model-folder.js";
import { tinyTextModel } from "../../support/onnx/tiny-text.js";

const chromium = "/usr/lib/chromium";
const driver = join(chromium, "vk_swiftshader_icd.json");
const loader = join(chromium, "libvulkan.so.1");
const hasDriver = existsSync(driver) && existsSync(loader);

const path = join(
  modelRoot("own/model", { "model.onnx": tinyTextModel({ dim: 8 }) }),
  "own/model/model.onnx",
);
const encoder: EncoderSpec = {
  ...{ output: "last_hidden_state", pooling: "mean", unitLength: false },
  expected: {
    ...{ path, required: ["input_ids"], optional: [], rank: 2, output: "last_hidden_state" },
    ...{ outputRanks: [3], dim: 8, dimAxis: 2 },
  },
  feeds: (session, items) => {
    const texts = items.map((item) => item.data as Int32Array);
    return textFeeds(session, texts, 0);
  },
};
const items = [
  [2, 4, 5, 3],
  [2, 9, 3],
  [2, 6, 7, 3],
  [2, 11, 12, 3],
].map((ids) => ({
  shape: `t${ids.length}`,
  data: Int32Array.from(ids),
}));

const title =
  "WebGPU on the software driver of Debian's Chromium (skipped where that is not installed)";
describe.skipIf(!hasDriver)(title, () => {
  const sessions: NeuralSession[] = [];

  beforeAll(async () => {
    vi.stubEnv("VK_ICD_FILENAMES", driver);
    // Loaded once and kept, the Vulkan loader is found by the runtime under its name.
    const [lazily, kept] = [1, 0x1000];
    try {
      process.dlopen({ exports: {} }, loader, lazily | kept);
    } catch {
      // It is no module of Node's.
    }
    for (const device of ["cpu", "webgpu"] as const) {
      sessions.push(await openSession(path, { device }));
    }
  });

  afterAll(async () => {
    for (const session of sessions) await session.close();
    vi.unstubAllEnvs();
  });

  test("the trial in a process of its own computes", async () => {
    const environment = { ...process.env, LD_LIBRARY_PATH: chromium };
    const result = await probeDevice("webgpu", environment);
    expect(result).toEqual({ works: true, found: "computes rightly" });
  });

  test("gives the CPU's vectors", async () => {
    const result = await selfTest(sessions[0], sessions[1], encoder, items);
    expect(result.passed).toBe(true);
    expect(result.cosine).toBeGreaterThan(0.999999);
  });

  test("items of one shape share a run and keep their order", async () => {
    const run = vi.spyOn(sessions[1], "run");
    const together = await encodeAll(sessions[1], encoder, items, 32);
    expect(run).toHaveBeenCalledTimes(2);
    const alone = await encodeAll(sessions[1], encoder, items, 1);
    expect(run).toHaveBeenCalledTimes(6);
    const onCpu = await encodeAll(sessions[0], encoder, items, 1);
    for (const [at, vector] of onCpu.entries()) {
      vector.forEach((value, number) => {
        // Eight float32 sums of numbers below 3.
        expect(Math.abs(together[at][number] - value)).toBeLessThan(1e-5);
        expect(Math.abs(alone[at][number] - value)).toBeLessThan(1e-5);
      });
    }
  });
});
