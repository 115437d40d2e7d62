import type * as Runtime from "onnxruntime-node";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { isMoviolaError } from "../../../../src/common/errors.js";
import type { Device } from "../../../../src/features/contract.js";
import type * as Status from "../../../../src/features/devices/status.js";
import { allModels, modelEntry } from "../../../../src/models/registry.js";
import { readDevice, trainingDevice } from "../../../../src/models/shared/graph/device.js";
import { trainOnBoth } from "../../../../src/models/shared/graph/device-self-test.js";
import { boardInput, expectCode, testSettings } from "../../../support/model-contract.js";

/** Devices that sessions were asked for; each runs on the CPU. */
const opened: string[] = [];
/** Devices that answer as if they were here. */
const made = new Set<Device>();

vi.mock("onnxruntime-node", async (original) => {
  const runtime = await original<typeof Runtime>();
  const create = (content: Uint8Array, options: Runtime.InferenceSession.SessionOptions) => {
    opened.push(...(options.executionProviders as string[]));
    return runtime.InferenceSession.create(content, { ...options, executionProviders: ["cpu"] });
  };
  return { ...runtime, InferenceSession: { create } };
});

vi.mock("../../../../src/features/devices/status.js", async (original) => {
  const real = await original<typeof Status>();
  return { ...real, statusOf: (device: Device) => status([...made])(device) };
});

beforeEach(() => {
  opened.length = 0;
  made.clear();
});

const networks = allModels().filter(({ defaults }) => defaults.device !== undefined);

function status(there: readonly Device[]): (device: Device) => Promise<Status.DeviceStatus> {
  return (device) => {
    const works = device === "cpu" || there.includes(device);
    const [found, advice] = works ? ["computes rightly", ""] : ["no such thing", "buy one"];
    return Promise.resolve({ device, works, found, advice });
  };
}

async function refusal(run: () => Promise<unknown>): Promise<string> {
  const error = await run().catch((reason: unknown) => reason);
  expect(isMoviolaError(error, "E_MODEL_DEVICE")).toBe(true);
  return String(error);
}

describe("the device of a training", () => {
  test("is a setting of every network, and the CPU where nothing is said", async () => {
    expect(networks.map(({ id }) => id)).toEqual(
      expect.arrayContaining(["vbpr", "elrfaey", "crane", "crane-released", "xia", "siet"]),
    );
    for (const { defaults } of networks) expect(readDevice(defaults)).toBe("cpu");
    expect(() => readDevice({ device: "tpu" })).toThrow(/E_MODEL_CONFIG.*cpu, webgpu, cuda/s);
    // Nothing is looked at: not even whether there are others.
    const look = (): never => expect.fail("looked at a device");
    expect(await trainingDevice("cpu", { status: look, difference: look })).toEqual({});
  });

  test("is taken where it is there and gives the CPU's numbers", async () => {
    const difference = () => Promise.resolve({ cosine: 1, relative: 1e-6 });
    expect(await trainingDevice("cuda", { status: status(["cuda"]), difference })).toEqual({
      device: "cuda",
    });
  });

  test("is refused where it is not there, with what is there and what to do", async () => {
    const said = await refusal(() => trainingDevice("cuda", { status: status(["webgpu"]) }));
    expect(said).toMatch(/webgpu, cpu/);
    expect(said).toMatch(/cuda: no such thing/);
    expect(said).toMatch(/buy one/);
  });

  test("is refused where it computes something else, or fails at it", async () => {
    const trial = { status: status(["webgpu"]) };
    const off = () => Promise.resolve({ cosine: 0.9, relative: 0.4 });
    expect(await refusal(() => trainingDevice("webgpu", { ...trial, difference: off }))).toMatch(
      /other numbers than the CPU's: cosine 0.9000, difference 0.40/,
    );
    const broken = () => Promise.reject(new Error("lost"));
    expect(await refusal(() => trainingDevice("webgpu", { ...trial, difference: broken }))).toMatch(
      /webgpu: .*lost/,
    );
  });

  test("the self-test finds the CPU to be like itself", async () => {
    expect(await trainOnBoth("cpu")).toEqual({ cosine: expect.closeTo(1, 12), relative: 0 });
  });
});

describe.each(["vbpr", "xia", "elrfaey"])("%s", (id) => {
  const entry = modelEntry(id);
  const fit = async (device: Device) => {
    const model = entry.create({ ...testSettings(entry), epochs: 2, device });
    await model.fit(boardInput(entry));
    return model;
  };

  test("trains where it is told to, makes its vectors on the CPU, and says so", async () => {
    const plain = await fit("cpu");
    expect(new Set(opened)).toEqual(new Set(["cpu"]));
    const nSessions = opened.length;
    made.add("webgpu");
    const other = await fit("webgpu");
    // The self-test has a session on either device.
    expect(opened.filter((device) => device === "webgpu")).toHaveLength(2);
    expect(opened).toHaveLength(2 * nSessions + 2);
    expect(other.describe().config.device).toBe("webgpu");
    expect(other.state().arrays).toEqual(plain.state().arrays);
  });

  test("is refused a device that is not there, before anything is learned", async () => {
    await expectCode("E_MODEL_DEVICE", () => fit("cuda"));
    expect(opened).not.toContain("cuda");
  });
});
