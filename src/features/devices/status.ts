import type { Device } from "../contract.js";
import { probeDevice, type ProbeResult } from "./probe.js";

/** One device, and what would make it usable. */
export interface DeviceStatus {
  readonly device: Device;
  readonly works: boolean;
  readonly found: string;
  /** What to install; empty where it works. */
  readonly advice: string;
}

/** Devices in the order in which `auto` tries them. */
export const allDevices: readonly Device[] = ["cuda", "webgpu", "cpu"];

const advice: Readonly<Record<Device, string>> = {
  cpu: "install the package again on this machine with `npm ci`",
  webgpu:
    "needs a graphics driver: on Linux the Vulkan loader and the maker's driver (Debian: libvulkan1, mesa-vulkan-drivers); macOS and Windows have theirs",
  cuda: "Linux on x64 only: a driver for CUDA 12 and cuDNN 9, then `ONNXRUNTIME_NODE_INSTALL=cuda12 npm rebuild onnxruntime-node --ignore-scripts=false`",
};

const known = new Map<Device, Promise<ProbeResult>>();

/** Tries a device once in the life of the process. */
async function probeOnce(device: Device): Promise<ProbeResult> {
  const { listSupportedBackends } = await import("onnxruntime-node");
  const builtIn = listSupportedBackends().some(({ name }) => name === device);
  if (!builtIn) return { works: false, found: "not in this build of ONNX Runtime" };
  const probe = known.get(device) ?? probeDevice(device);
  known.set(device, probe);
  return probe;
}

/** Whether a device works here; tried once in the life of the process. */
export async function statusOf(device: Device): Promise<DeviceStatus> {
  const { works, found } = await probeOnce(device);
  return { device, works, found, advice: works ? "" : advice[device] };
}

/** All devices, in the order in which `auto` tries them; about a second. For `moviola doctor`. */
export async function deviceStatus(): Promise<readonly DeviceStatus[]> {
  return Promise.all(allDevices.map(statusOf));
}
