import { MoviolaError } from "../../common/errors.js";
import type { Device } from "../contract.js";
import type { EncoderSpec, PreparedItem } from "../neural/encoder.js";
import { messageOf, type NeuralSession } from "../neural/session/session.js";
import { selfTest, type SelfTestResult } from "./self-test.js";
import { statusOf, type DeviceStatus } from "./status.js";

/** A session on the device that was chosen. */
export interface ChosenDevice {
  readonly session: NeuralSession;
  readonly reason: string;
}

/** What a choice is made from. */
export interface DeviceChoice {
  readonly wanted: Device | "auto";
  readonly encoder: EncoderSpec;
  /** A few items for the self-test. */
  readonly items: readonly PreparedItem[];
  open(device: Device): Promise<NeuralSession>;
  /** Default: tries the devices of this machine. */
  status?(device: Device): Promise<DeviceStatus>;
}

/**
 * Opens a model on the device that is asked for, or with `auto` on the fastest that gives the CPU's
 * vectors. Throws `E_FEATURE_DEVICE`, with what to install, for a device asked for by name that is not
 * there or does not give the CPU's vectors.
 */
export async function chooseDevice(choice: DeviceChoice): Promise<ChosenDevice> {
  const cpu = await choice.open("cpu");
  if (choice.wanted === "cpu") return { session: cpu, reason: "asked for" };
  try {
    return choice.wanted === "auto"
      ? await chooseFastest(choice, cpu)
      : await takeNamed(choice, cpu, choice.wanted);
  } catch (error) {
    await cpu.close();
    throw error;
  }
}

interface Trial {
  readonly session?: NeuralSession;
  readonly status: DeviceStatus;
  readonly result?: SelfTestResult;
}

async function tryDevice(choice: DeviceChoice, cpu: NeuralSession, device: Device): Promise<Trial> {
  const status = await (choice.status ?? statusOf)(device);
  if (!status.works) return { status };
  let session: NeuralSession;
  try {
    session = await choice.open(device);
  } catch (error) {
    return { status: { ...status, works: false, found: messageOf(error) } };
  }
  try {
    const result = await selfTest(cpu, session, choice.encoder, choice.items);
    return { status, session, result };
  } catch (error) {
    await session.close();
    return { status: { ...status, works: false, found: messageOf(error) } };
  }
}

async function takeNamed(
  choice: DeviceChoice,
  cpu: NeuralSession,
  device: Device,
): Promise<ChosenDevice> {
  const { session, status, result } = await tryDevice(choice, cpu, device);
  if (session !== undefined && result?.passed === true) {
    await cpu.close();
    return { session, reason: `asked for; ${passedText(result)}` };
  }
  await session?.close();
  throw new MoviolaError("E_FEATURE_DEVICE", `The device "${device}" cannot be used`, {
    where: choice.encoder.expected.path,
    expected: `a ${device} device that gives the CPU's vectors`,
    got: result === undefined ? status.found : failedText(result),
    remedy: status.advice === "" ? "Use --device cpu or auto" : status.advice,
  });
}

async function chooseFastest(choice: DeviceChoice, cpu: NeuralSession): Promise<ChosenDevice> {
  const others: string[] = [];
  for (const device of ["cuda", "webgpu"] as const) {
    const { session, status, result } = await tryDevice(choice, cpu, device);
    const isFaster = result !== undefined && result.deviceMs < result.cpuMs;
    if (session !== undefined && result?.passed === true && isFaster) {
      await cpu.close();
      return { session, reason: [`fastest: ${passedText(result)}`, ...others].join("; ") };
    }
    await session?.close();
    others.push(`${device}: ${result === undefined ? status.found : slowOrFailed(result)}`);
  }
  return { session: cpu, reason: ["fastest that works here", ...others].join("; ") };
}

function slowOrFailed(result: SelfTestResult): string {
  return result.passed ? `slower, ${speeds(result)}` : failedText(result);
}

function passedText(result: SelfTestResult): string {
  return `gives the CPU's vectors (cosine ${result.cosine.toFixed(6)}), ${speeds(result)}`;
}

function failedText({ cosine, relative }: SelfTestResult): string {
  return `other vectors than the CPU: cosine ${cosine.toFixed(4)}, difference ${relative.toPrecision(2)}`;
}

function speeds({ deviceMs, cpuMs }: SelfTestResult): string {
  return `${deviceMs.toFixed(1)} ms an item against ${cpuMs.toFixed(1)} ms on the CPU`;
}
