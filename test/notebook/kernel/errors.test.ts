import { describe, expect, it } from "vitest";
import { failure, published, result, useKernel } from "../support/kernel.js";

const kernel = useKernel();

describe("a failing cell", () => {
  it("gives an error output with name, message and its own lines", async () => {
    const code =
      "interface Gone {\n  a: number;\n}\n\nfunction f(x: Gone): void {\n  throw new TypeError(`bad ${x.a}`);\n}\nf({ a: 3 });";
    const answer = await kernel.client.execute(code);
    const { ename, evalue, trace } = failure(answer);
    expect([ename, evalue]).toEqual(["TypeError", "bad 3"]);
    expect(trace).toMatch(/at f \(cell \[1\]:6:9\)/);
    expect(trace).toMatch(/at cell \[1\]:8:1/);
    expect(trace).toContain("> 6 |   throw new TypeError(`bad ${x.a}`);");
    expect(trace).not.toMatch(/node:vm|evaluator/);
    expect(answer.reply.content).toMatchObject({ status: "error", ename, evalue });
  });

  it("names the line behind an await and the cell a function comes from", async () => {
    await kernel.client.execute(
      "type A = string;\nfunction g(): never {\n  throw new RangeError('far');\n}",
    );
    const answer = await kernel.client.execute(
      "// one\nawait new Promise((done) => setTimeout(done, 1));\n\ng();",
    );
    const { ename, trace } = failure(answer);
    expect(ename).toBe("RangeError");
    expect(trace).toMatch(/at g \(cell \[\d+\]:3:9\)/);
    expect(trace).toMatch(/cell \[\d+\]:4:1/);
    const sent = answer.published.find(({ header }) => header.msg_type === "error");
    expect(sent?.metadata).toMatchObject({ moviola: { line: 4, column: 1 } });
  });

  it("is reported when the compiler refuses it", async () => {
    const { ename, evalue, trace } = failure(
      await kernel.client.execute("// x\nconst s: string = 5;"),
    );
    expect(ename).toBe("TypeScriptError");
    expect(evalue).toBe("Type 'number' is not assignable to type 'string'. (TS2322)");
    expect(trace).toMatch(/cell \[\d+\]:2:7/);
  });

  it.each([
    ["%timeit 1 + 1", "no magics"],
    ["!ls", "a terminal"],
    ["Math.max?", "Shift+Tab"],
    ["?Math", "Shift+Tab"],
    ["help(Math)", "Shift+Tab"],
    ['print("x")', "`console.log(…)`"],
    ["// one\nfrom os import path", '`import { name } from "package"`'],
    ["import os as system", '`import * as name from "package"`'],
    ["fresh = 5", "`const` or `let`"],
  ])("says what to write in place of Python's %s", async (code, remedy) => {
    const { ename, trace } = failure(await kernel.client.execute(code));
    expect(ename).toBe("TypeScriptError");
    expect(trace.split("\n").at(-1)).toMatch(/^ {2}to fix: {3}/);
    expect(trace).toContain(remedy);
  });

  it.each(["const a: string = !true", "absent.x", "const b = absent ? 1 : 2"])(
    "keeps to the compiler's words on %s",
    async (code) => {
      const { ename, trace } = failure(await kernel.client.execute(code));
      expect(ename).toBe("TypeScriptError");
      expect(trace).not.toContain("to fix:");
    },
  );

  it.each([
    ['throw "text"', "'text'"],
    ["throw undefined", "undefined"],
    [
      "const odd = new Error(); (odd as any).stack = 7; (odd as any).message = { a: 1 }; throw odd",
      "{ a: 1 }",
    ],
  ])("survives %s", async (code, message) => {
    expect(failure(await kernel.client.execute(code)).evalue).toBe(message);
    expect(result(await kernel.client.execute("6 * 7"))).toBe("42");
  });

  it("names the cause", async () => {
    const { trace } = failure(
      await kernel.client.execute('throw new Error("outer", { cause: new Error("inner") })'),
    );
    expect(trace).toContain("caused by Error: inner");
  });
});

describe("failures that nobody awaits", () => {
  it("fail the cell that rejects", async () => {
    const { ename, evalue } = failure(
      await kernel.client.execute('Promise.reject(new RangeError("unseen")); 1'),
    );
    expect([ename, evalue]).toEqual(["RangeError", "unseen"]);
  });

  it("fail the cell that runs when a timer throws", async () => {
    const code =
      'setTimeout(() => { throw new Error("late") }, 5);\nawait new Promise((done) => setTimeout(done, 5000));';
    expect(failure(await kernel.client.execute(code)).evalue).toBe("late");
  });

  it("are published for the last cell when none runs", async () => {
    const heard = new Promise<unknown>((resolve) => {
      const stop = kernel.client.onPublished(({ content, header }) => {
        if (header.msg_type !== "error") return;
        stop();
        resolve(content.evalue);
      });
    });
    const code = 'setTimeout(() => void Promise.reject(new Error("after the end")), 1000); 1';
    expect((await kernel.client.execute(code)).reply.content.status).toBe("ok");
    expect(await heard).toBe("after the end");
  });
});

describe("cells after an error", () => {
  it("run when sent right after the reply", async () => {
    await kernel.client.execute('throw new Error("first")');
    expect(result(await kernel.client.execute('"second"'))).toBe("'second'");
  });

  it("are aborted when they were waiting, as the protocol has it", async () => {
    const failing = kernel.client.execute('throw new Error("first")');
    const waiting = kernel.client.execute('"not run"');
    expect((await failing).reply.content.status).toBe("error");
    expect((await waiting).reply.content.status).toBe("aborted");
    expect(published(await waiting, "execute_input")).toEqual([]);
  });

  it("run although they were waiting when the client asks for that", async () => {
    const failing = kernel.client.execute('throw new Error("first")', { stopOnError: false });
    const waiting = kernel.client.execute('"run"');
    expect((await failing).reply.content.status).toBe("error");
    expect(result(await waiting)).toBe("'run'");
  });
});

describe("a cell that would end the process", () => {
  it("fails instead", async () => {
    expect(failure(await kernel.client.execute("process.exit(3)")).evalue).toMatch(
      /cannot end the kernel/,
    );
    expect(result(await kernel.client.execute("1 + 1"))).toBe("2");
  });
});
