/** Where the training of a network runs: asked for by name, and taken only where it is there and computes rightly. */
import { MoviolaError } from "../../../common/errors.js";
import type { Config } from "../../../common/json.js";
import type { SessionOptions } from "../../../compute/graph/index.js";
import type { Device } from "../../../features/contract.js";
import { selfTestTolerance } from "../../../features/devices/self-test.js";
import { allDevices, statusOf, type DeviceStatus } from "../../../features/devices/status.js";
import { oneOf } from "../settings.js";
import { trainOnBoth, type DeviceDifference } from "./device-self-test.js";

/** How devices are looked at; by default those of this machine. */
export interface DeviceTrial {
  readonly status?: (device: Device) => Promise<DeviceStatus>;
  /** How far a small training there is from the CPU's. */
  readonly difference?: (device: Device) => Promise<DeviceDifference>;
}

/**
 * The setting `device`: where steps of training run, `cpu`, `webgpu` or `cuda`. Vectors and predictions are
 * computed on the CPU whatever it says, so that a fitted model scores the same everywhere. Throws
 * `E_MODEL_CONFIG`.
 */
export function readDevice(config: Config): Device {
  return oneOf(config, "device", ["cpu", "webgpu", "cuda"]);
}

/**
 * Options of a training session on `device`. Throws `E_MODEL_DEVICE` for one that is not there, or whose numbers
 * are not the CPU's within the tolerance of features (`selfTestTolerance`).
 */
export async function trainingDevice(
  device: Device,
  { status = statusOf, difference = trainOnBoth }: DeviceTrial = {},
): Promise<SessionOptions> {
  if (device === "cpu") return {};
  const found = await status(device);
  if (!found.works) throw await deviceError(device, found.found, found.advice, status);
  const { cosine, relative } = await difference(device).catch(async (cause: unknown) => {
    const got = cause instanceof MoviolaError ? (cause.details.got ?? cause.message) : cause;
    throw await deviceError(device, String(got), found.advice, status, cause);
  });
  if (cosine >= selfTestTolerance.cosine && relative <= selfTestTolerance.relative) {
    return { device };
  }
  const got = `other numbers than the CPU's: cosine ${cosine.toFixed(4)}, difference ${relative.toPrecision(2)}`;
  throw await deviceError(device, got, "Update the driver, or train on the CPU", status);
}

async function deviceError(
  device: Device,
  got: string,
  advice: string,
  status: NonNullable<DeviceTrial["status"]>,
  cause?: unknown,
): Promise<MoviolaError> {
  const all = await Promise.all(allDevices.filter((other) => other !== device).map(status));
  const there = all.filter(({ works }) => works).map((other) => other.device);
  return new MoviolaError("E_MODEL_DEVICE", `A network cannot be trained on "${device}" here`, {
    where: "device",
    expected: `a device that is here and computes rightly: ${there.join(", ")}`,
    got: `${device}: ${got}`,
    remedy: `Set \`device\` to cpu, or mend it: ${advice || "docs/feature-devices.md"}`,
    cause,
  });
}
