import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import type { Message } from "../../../src/notebook/protocol/message.js";
import { KernelClient, type Answer } from "../../../src/notebook/run/kernel-client.js";

/** A kernel for the tests of one file, started in an empty folder outside the project. */
export function useKernel(): { client: KernelClient; folder: string } {
  const held = {} as { client: KernelClient; folder: string };
  beforeAll(async () => {
    held.folder = await realpath(await mkdtemp(join(tmpdir(), "moviola-test-")));
    held.client = await KernelClient.start({ folder: held.folder });
  });
  afterAll(async () => {
    await held.client.shutdown();
    await rm(held.folder, { recursive: true, force: true });
  });
  return held;
}

/** What was published of one type. */
export function published(answer: Answer, type: string): Message["content"][] {
  return answer.published
    .filter(({ header }) => header.msg_type === type)
    .map(({ content }) => content);
}

/** Everything a cell printed on a stream. */
export function printed(answer: Answer, name = "stdout"): string {
  return published(answer, "stream")
    .filter((content) => content.name === name)
    .map((content) => String(content.text))
    .join("");
}

/** The text of a cell's result. */
export function result(answer: Answer): unknown {
  const data = published(answer, "execute_result")[0]?.data as Record<string, unknown> | undefined;
  return data?.["text/plain"];
}

/** The `error` output of a cell, with the colours of its trace taken out. */
export function failure(answer: Answer): { ename: string; evalue: string; trace: string } {
  const [error] = published(answer, "error") as unknown as {
    ename: string;
    evalue: string;
    traceback: string[];
  }[];
  if (error === undefined) throw new Error("the cell did not fail");

  const trace = error.traceback.join("\n").replace(/\u001b\[\d+m/g, "");
  return { ename: error.ename, evalue: error.evalue, trace };
}
