import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { failure, result, useKernel } from "../support/kernel.js";

const kernel = useKernel();

/** Runs code that prints "started" and never ends, and interrupts it. */
async function interrupted(code: string): Promise<string> {
  let sent = false;
  const answer = await kernel.client.execute(code, {
    onPublished: ({ header }) => {
      if (header.msg_type !== "stream" || sent) return;
      sent = true;
      void kernel.client.interrupt();
    },
  });
  return failure(answer).ename;
}

describe("interrupting", () => {
  it.each([
    ["a cell that waits", 'console.log("started"); await new Promise(() => {});'],
    ["a cell that is busy", 'console.log("started"); for (;;);'],
    [
      "a cell that is busy after an await",
      'await new Promise((done) => setTimeout(done, 5)); console.log("started"); for (;;);',
    ],
  ])("ends %s and leaves the kernel usable", async (_name, code) => {
    await kernel.client.execute("const kept = 7;");
    expect(await interrupted(code)).toBe("Interrupted");
    expect(result(await kernel.client.execute("kept * 6"))).toBe("42");
  });

  it("stops a loop that waits, not only the waiting for it", async () => {
    const code =
      '(globalThis as any).turns = 0; console.log("started"); for (;;) { await new Promise((done) => setTimeout(done, 2)); (globalThis as any).turns++; }';
    expect(await interrupted(code)).toBe("Interrupted");
    const before = result(await kernel.client.execute("(globalThis as any).turns"));
    await sleep(60);
    expect(result(await kernel.client.execute("(globalThis as any).turns"))).toBe(before);
  });

  it("aborts the signal that long work of the library can watch", async () => {
    const code =
      '(globalThis as any).signal = (globalThis as any)[Symbol.for("moviola.interruptSignal")]; console.log("started"); await new Promise(() => {});';
    expect(await interrupted(code)).toBe("Interrupted");
    expect(result(await kernel.client.execute("(globalThis as any).signal.aborted"))).toBe("true");
  });

  it("does nothing between cells", async () => {
    await kernel.client.interrupt();
    expect(result(await kernel.client.execute("1 + 1"))).toBe("2");
  });

  it("aborts the cells behind the interrupted one", async () => {
    const behind: Promise<unknown>[] = [];
    const first = kernel.client.execute('console.log("started"); await new Promise(() => {});', {
      onPublished: ({ header }) => {
        if (header.msg_type !== "stream") return;
        behind.push(kernel.client.execute("1").then(({ reply }) => reply.content.status));
        void kernel.client.interrupt();
      },
    });
    expect(failure(await first).ename).toBe("Interrupted");
    expect(await behind[0]).toBe("aborted");
  });

  it("does not start a cell that was interrupted before its first line", async () => {
    const first = kernel.client.execute(
      'import * as library from "moviola";\n(globalThis as any).began = true; await new Promise(() => {});',
      {
        onPublished: ({ header }) => {
          if (header.msg_type === "execute_input") void kernel.client.interrupt();
        },
      },
    );
    expect(failure(await first).ename).toBe("Interrupted");
  });

  it.skipIf(process.platform === "win32")("works by signal, too", async () => {
    const id = Number(result(await kernel.client.execute("process.pid")));
    for (const rest of ["await new Promise(() => {});", "for (;;);"]) {
      const answer = await kernel.client.execute(`console.log("started"); ${rest}`, {
        onPublished: ({ header }) => {
          if (header.msg_type === "stream") process.kill(id, "SIGINT");
        },
      });
      expect(failure(answer).ename).toBe("Interrupted");
    }
  });
});
