import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Device } from "../../../src/features/contract.js";
import { chooseDevice, type DeviceChoice } from "../../../src/features/devices/choose-device.js";
import { readAnswer } from "../../../src/features/devices/probe.js";
import { compareVectors } from "../../../src/features/devices/self-test.js";
import { deviceStatus, type DeviceStatus } from "../../../src/features/devices/status.js";
import { presetEntry } from "../../../src/features/registry.js";
import type { NeuralSession } from "../../../src/features/neural/session/session.js";
import { modelRoot } from "../../support/onnx/model-folder.js";
import { tinyTextModel, tinyTokenizer } from "../../support/onnx/tiny-text.js";

/** Milliseconds of made-up time. */
let clock = 0;

beforeEach(() => void vi.spyOn(performance, "now").mockImplementation(() => clock));
afterEach(() => vi.restoreAllMocks());

/** What a made-up device answers, and how long it takes. */
interface MadeUp {
  readonly ms: number;
  readonly off: number;
}

function session(device: Device, { ms, off }: MadeUp, closed: string[]): NeuralSession {
  return {
    ...{ device, inputs: [], outputs: [] },
    run: () => {
      clock += ms;
      return Promise.resolve({ data: Float32Array.of(1, 2 + off, 3), dims: [1, 3] });
    },
    close: () => {
      closed.push(device);
      return Promise.resolve();
    },
  };
}

const there = (device: Device): Promise<DeviceStatus> =>
  Promise.resolve({ device, works: true, found: "computes rightly", advice: "" });

function choice(
  wanted: Device | "auto",
  devices: Partial<Record<Device, MadeUp>>,
  closed: string[] = [],
): DeviceChoice {
  const expected = { path: "model.onnx", required: [], optional: [], rank: 2 };
  return {
    wanted,
    items: [{ shape: "t", data: new Int32Array(1) }],
    encoder: {
      ...{ output: "y", pooling: "pooled", unitLength: false },
      expected: { ...expected, output: "y", outputRanks: [2], dimAxis: 1 },
      feeds: () => ({}),
    },
    open: (device) => Promise.resolve(session(device, devices[device]!, closed)),
    status: async (device) =>
      devices[device] === undefined
        ? { device, works: false, found: "not here", advice: "install it" }
        : there(device),
  };
}

const cpu = { ms: 20, off: 0 };

describe("auto", () => {
  test("takes a device that is faster and right, and closes the others", async () => {
    const closed: string[] = [];
    const wanted = choice("auto", { cpu, webgpu: { ms: 0, off: 1e-6 } }, closed);
    const { session, reason } = await chooseDevice(wanted);
    expect(session.device).toBe("webgpu");
    expect(reason).toContain("fastest: gives the CPU's vectors");
    expect(reason).toContain("cuda: not here");
    expect(closed).toEqual(["cpu"]);
  });

  test("leaves one that is slower, and one that computes otherwise", async () => {
    const closed: string[] = [];
    const wanted = choice(
      "auto",
      { cpu, cuda: { ms: 0, off: 1 }, webgpu: { ms: 60, off: 0 } },
      closed,
    );
    const { session, reason } = await chooseDevice(wanted);
    expect(session.device).toBe("cpu");
    expect(reason).toContain("cuda: other vectors than the CPU");
    expect(reason).toContain("webgpu: slower");
    expect(closed).toEqual(["cuda", "webgpu"]);
  });
});

describe("a device asked for by name", () => {
  test("E_FEATURE_DEVICE says what to install", async () => {
    const closed: string[] = [];
    const failed = chooseDevice(choice("cuda", { cpu }, closed));
    await expect(failed).rejects.toThrow(/E_FEATURE_DEVICE[^]*not here[^]*install it/);
    expect(closed).toEqual(["cpu"]);
  });

  test("E_FEATURE_DEVICE when its vectors are others, even by NaN", async () => {
    for (const off of [0.5, Number.NaN]) {
      const failed = chooseDevice(choice("webgpu", { cpu, webgpu: { ms: 0, off } }));
      await expect(failed).rejects.toThrow(/E_FEATURE_DEVICE[^]*other vectors/);
    }
  });

  test("is taken when right, though slower", async () => {
    const { session, reason } = await chooseDevice(
      choice("webgpu", { cpu, webgpu: { ms: 40, off: 0 } }),
    );
    expect(session.device).toBe("webgpu");
    expect(reason).toContain("asked for; gives the CPU's vectors");
  });
});

test("comparing vectors: cosine and the largest difference by the largest number", () => {
  const { cosine, relative } = compareVectors(Float32Array.of(3, 4), Float32Array.of(4, 3));
  expect(cosine).toBeCloseTo(0.96, 12);
  expect(relative).toBeCloseTo(0.25, 12);
});

test("the trial's answers", () => {
  expect(readAnswer('driver says hello\n{"y":[31,42]}\n', "")).toMatchObject({ works: true });
  expect(readAnswer('{"y":[31,41]}', "").found).toContain("31, 41 for 31, 42");
  expect(readAnswer('{"error":"no adapter\\n at"}', "")).toEqual({
    works: false,
    found: "no adapter",
  });
  const place = "/build/context.cc:136 Start()::<lambda()> status == Success was false. No adapter";
  expect(readAnswer(JSON.stringify({ error: place }), "").found).toBe("No adapter");
  expect(readAnswer("", "ended by SIGSEGV").found).toBe("ended by SIGSEGV");
});

test("the status of all devices: the CPU works, each other works or says what to install", async () => {
  const all = await deviceStatus();
  expect(all.map(({ device }) => device)).toEqual(["cuda", "webgpu", "cpu"]);
  expect(all[2]).toMatchObject({ works: true, advice: "" });
  for (const { works, advice } of all) expect(works).toBe(advice === "");
});

test("a preset opened with auto says which device and why", async () => {
  const root = modelRoot("google-bert/bert-base-uncased", {
    "model.onnx": tinyTextModel({ dim: 768 }),
    "tokenizer.json": tinyTokenizer(),
  });
  const extractor = await presetEntry("bert-cls").open({ modelFolders: [root] });
  const { device, deviceReason } = extractor as { device: string; deviceReason?: string };
  expect(["cpu", "webgpu", "cuda"]).toContain(device);
  expect(deviceReason).toContain("fastest");
  await extractor.close();
});
