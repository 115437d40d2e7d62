import { describeDevice } from "../../experiment/manifest/environment.js";
import { deviceStatus, type DeviceStatus } from "../../features/devices/status.js";
import type { Finding } from "./finding.js";

/** Where the models of features can run, each tried with a small product of matrices; about a second. */
export async function deviceFindings(
  statuses: Promise<readonly DeviceStatus[]> = deviceStatus(),
): Promise<Finding[]> {
  const findings = (await statuses).map(deviceFinding);
  return findings.sort((a, b) => Number(b.part === "device cpu") - Number(a.part === "device cpu"));
}

/** Everything runs on the CPU; a GPU that is not there is no fault. */
function deviceFinding({ device, works, found, advice }: DeviceStatus): Finding {
  const isCpu = device === "cpu";
  return {
    part: `device ${device}`,
    state: works ? "ok" : isCpu ? "broken" : "missing",
    found: isCpu ? `${describeDevice()}: ${found}` : found,
    advice,
  };
}
