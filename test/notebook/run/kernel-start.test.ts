import { describe, expect, it } from "vitest";
import { Publisher } from "zeromq";
import { isMoviolaError } from "../../../src/common/index.js";
import { createConnection, endpoint } from "../../../src/notebook/protocol/connection.js";
import { createMessage } from "../../../src/notebook/protocol/message.js";
import { encodeMessage } from "../../../src/notebook/protocol/wire.js";
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

  it("leaves no socket that looks for it when it ends after its first word", async () => {
    let end: (how: string) => void = () => undefined;
    const kernel = await silentKernel(new Promise((resolve) => (end = resolve)), []);
    const publisher = new Publisher({ linger: 0 });
    await publisher.bind(endpoint(kernel.connection, "iopub"));
    const disconnected = new Promise((resolve) => {
      publisher.events.on("disconnect", () => resolve("disconnected"));
    });
    const asked = createMessage({ type: "kernel_info_request", session: "client", content: {} });
    const content = { execution_state: "busy" };
    const word = createMessage({
      ...{ type: "status", session: "kernel", content, parent: asked.header },
    });
    const frames = encodeMessage(kernel.connection.key, word);
    const speaking = setInterval(() => void publisher.send(frames), 20);
    // The client has heard it, asks once more, and would wait for the answer.
    setTimeout(() => end("SIGKILL"), 1000);
    try {
      await expect(KernelClient.connect(kernel)).rejects.toMatchObject({
        code: "E_NOTEBOOK_KERNEL_DIED",
      });
      await expect(disconnected).resolves.toBe("disconnected");
    } finally {
      clearInterval(speaking);
      publisher.close();
    }
  });
});
