import { describe, expect, it } from "vitest";
import { isMoviolaError } from "../../../src/common/index.js";
import { createConnection } from "../../../src/notebook/protocol/connection.js";
import { KernelClient } from "../../../src/notebook/run/kernel-client.js";
import type { RunningKernel } from "../../../src/notebook/run/kernel-process.js";
import { useFolder } from "../support/notebooks.js";

const folder = useFolder();

async function silentKernel(ended: Promise<string>, kills: string[]): Promise<RunningKernel> {
  return {
    connection: await createConnection(folder.path(".")),
    ended,
    errorText: "Cannot find module",
    kill: () => Promise.resolve(void kills.push("killed")),
  };
}

describe("a kernel that does not start", () => {
  it.each([
    ["stays silent", new Promise<string>(() => undefined)],
    ["ends at once", Promise.resolve("exit code 1")],
  ])("is an error when it %s", async (_name, ended) => {
    const kills: string[] = [];
    const kernel = await silentKernel(ended, kills);
    const error: unknown = await KernelClient.connect(kernel, 300).catch(
      (thrown: unknown) => thrown,
    );
    expect(isMoviolaError(error, "E_NOTEBOOK_KERNEL_START")).toBe(true);
    expect(String(error)).toContain("Cannot find module");
    expect(kills).toEqual(["killed"]);
  });
});
