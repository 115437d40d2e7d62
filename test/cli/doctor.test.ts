import { describe, expect, it } from "vitest";
import { deviceFindings } from "../../src/cli/doctor/devices.js";
import { nodeFinding } from "../../src/cli/doctor/machine.js";
import type { Device } from "../../src/features/contract.js";
import type { DeviceStatus } from "../../src/features/devices/status.js";
import { dataFolder } from "../support/data-files.js";
import { isBuilt, moviola, moviolaJson } from "./support/program.js";

interface Examination {
  broken: number;
  dataRoots: string[];
  findings: { part: string; state: string; found: string; advice: string }[];
}

describe.skipIf(!isBuilt)("moviola doctor (needs npm run build)", async () => {
  const folder = await dataFolder();
  const surroundings = {
    JUPYTER_DATA_DIR: folder.path,
    QUARTO_PATH: "",
    MOVIOLA_DATA: folder.path,
  };

  it("looks at machine, run store, data folders in their order, data sets, kernel and Quarto", async () => {
    const { broken, findings, dataRoots } = await moviolaJson<Examination>(
      folder.path,
      ["doctor"],
      surroundings,
    );
    expect(broken).toBe(0);
    const parts = findings.map(({ part }) => part);
    for (const part of [
      "Moviola",
      "Node.js",
      "device cpu",
      "@duckdb/node-api",
      "sharp",
      "zeromq",
    ]) {
      expect(findings[parts.indexOf(part)], part).toMatchObject({ state: "ok" });
    }
    for (const part of ["run store", "data ml-100k", "data demo", "Jupyter kernel", "Quarto"]) {
      expect(parts).toContain(part);
    }
    expect(dataRoots[0]).toBe(folder.path);
    const folders = findings.filter(({ part }) => part.startsWith("data folder "));
    folders.forEach(({ found }, at) => expect(found).toContain(dataRoots[at]));
    expect(folders).toHaveLength(dataRoots.length);
    expect(findings[parts.indexOf("device cpu")].found).toMatch(/cores?: computes rightly$/);
    for (const part of ["device cuda", "device webgpu"]) expect(parts).toContain(part);
    for (const { state, advice, part } of findings) {
      expect(state === "ok" ? advice : advice.length > 0, part).toBe(state === "ok" ? "" : true);
    }
  });

  it("ends with 1 and says what to do when something is broken", async () => {
    const broken = { ...surroundings, QUARTO_PATH: "/no/quarto", MOVIOLA_RUNS: "/dev/null/runs" };
    const { code, stdout } = await moviola(folder.path, ["doctor"], broken);
    expect(code).toBe(1);
    expect(stdout).toMatch(/\nrun store +broken +\/dev\/null\/runs cannot be written/);
    expect(stdout).toMatch(/\nQuarto +broken +QUARTO_PATH=\/no\/quarto/);
    expect(stdout).toMatch(/\nWhat can be done:\n[^]*run store +set MOVIOLA_RUNS/);
  });
});

it("devices are missing where they do not work, but for the CPU, which is broken then", async () => {
  const advice = "install a driver";
  const status = (device: Device, works: boolean): DeviceStatus => ({
    ...{ device, works, found: works ? "computes rightly" : "no adapter" },
    advice: works ? "" : advice,
  });
  const found = async (works: boolean): Promise<unknown[]> => {
    const statuses = (["cuda", "webgpu", "cpu"] as const).map((device) => status(device, works));
    const findings = await deviceFindings(Promise.resolve(statuses));
    return findings.map(({ part, state, advice: remedy }) => [part, state, remedy]);
  };
  expect(await found(true)).toEqual([
    ["device cpu", "ok", ""],
    ["device cuda", "ok", ""],
    ["device webgpu", "ok", ""],
  ]);
  expect(await found(false)).toEqual([
    ["device cpu", "broken", advice],
    ["device cuda", "missing", advice],
    ["device webgpu", "missing", advice],
  ]);
});

describe("the version of Node.js", () => {
  it.each([
    ["18.20.0", "broken"],
    ["20.18.9", "broken"],
    ["20.19.0", "ok"],
    ["22.1.0", "ok"],
  ])("%s is %s", (version, state) => {
    expect(nodeFinding(version, "linux x64").state).toBe(state);
  });
});
