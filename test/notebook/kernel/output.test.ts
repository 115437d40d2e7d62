import { describe, expect, it } from "vitest";
import { printed, published, result, useKernel } from "../support/kernel.js";

const kernel = useKernel();

describe("printed lines", () => {
  it("all arrive in order, in few messages", async () => {
    const answer = await kernel.client.execute(
      "for (let i = 0; i < 10000; i++) console.log(`line ${i}`);",
    );
    const expected = Array.from({ length: 10_000 }, (_, index) => `line ${index}\n`).join("");
    expect(printed(answer)).toBe(expected);
    expect(published(answer, "stream").length).toBeLessThan(200);
  });

  it("keep their order with displays, errors and the other stream", async () => {
    const code = `import { display } from "tslab";
console.log("1"); console.error("2"); display.html("3"); console.log("4"); throw new Error("5");`;
    const answer = await kernel.client.execute(code);
    const seen = answer.published
      .filter(({ header }) => ["stream", "display_data", "error"].includes(header.msg_type))
      .map(({ content, header }) =>
        [header.msg_type, content.text ?? content.evalue].filter(Boolean).join(" ").trim(),
      );
    expect(seen).toEqual(["stream 1", "stream 2", "display_data", "stream 4", "error 5"]);
    const types = answer.published.map(({ header }) => header.msg_type);
    expect(types.slice(0, 2)).toEqual(["status", "execute_input"]);
    expect(types.at(-1)).toBe("status");
  });

  it("flow while a cell keeps its thread busy", async () => {
    let firstSeen = 0;
    const code =
      "console.log('now'); const end = Date.now() + 500; while (Date.now() < end); Date.now()";
    const answer = await kernel.client.execute(code, {
      onPublished: ({ header }) => {
        if (header.msg_type === "stream") firstSeen ||= Date.now();
      },
    });
    expect(firstSeen).toBeGreaterThan(0);
    expect(firstSeen).toBeLessThan(Number(result(answer)));
  });

  it("may be split inside a character", async () => {
    const code =
      'const bytes = Buffer.from("é€"); for (const byte of bytes) process.stdout.write(Buffer.from([byte]));';
    expect(printed(await kernel.client.execute(code))).toBe("é€");
  });
});

describe("display", () => {
  it("keeps long data whole", async () => {
    const code =
      'import { display as show } from "tslab"; show.html("x".repeat(5_000_000) + "end");';
    const [content] = published(await kernel.client.execute(code), "display_data");
    const html = (content?.data as Record<string, string>)["text/html"];
    expect(html.length).toBe(5_000_003);
    expect(html.endsWith("xend")).toBe(true);
  });

  it("goes through the sink that show() looks for, and updates by id", async () => {
    const code = `const sink = (globalThis as any)[Symbol.for("moviola.displaySink")];
sink.display({ "text/plain": "a", "application/json": '{"n":1}' }, { updateId: "u1" });
sink.display({ "text/plain": "b" }, { updateId: "u1" });
sink.display({ "text/plain": "c" }, {});`;
    const answer = await kernel.client.execute(code);
    const [first, other] = published(answer, "display_data");
    expect(first).toMatchObject({
      data: { "text/plain": "a", "application/json": { n: 1 } },
      transient: { display_id: "u1" },
    });
    expect(other?.data).toEqual({ "text/plain": "c" });
    const [update] = published(answer, "update_display_data");
    expect(update).toMatchObject({ data: { "text/plain": "b" }, transient: { display_id: "u1" } });
  });

  it("shows a last value that can display itself", async () => {
    const code =
      '({ toMimeBundle: async () => ({ "text/plain": "plain", "text/html": "<b>rich</b>" }) })';
    const [content] = published(await kernel.client.execute(code), "execute_result");
    expect(content?.data).toEqual({ "text/plain": "plain", "text/html": "<b>rich</b>" });
  });

  it("shows no last value that has no form to show", async () => {
    const answer = await kernel.client.execute("({ toMimeBundle: () => ({}) })");
    expect(published(answer, "execute_result")).toEqual([]);
    expect(published(answer, "error")).toEqual([]);
  });
});

describe("what cells find around them", () => {
  it("top-level await, and a promise as last value awaited", async () => {
    expect(
      result(
        await kernel.client.execute("const n = await Promise.resolve(20);\nPromise.resolve(n + 1)"),
      ),
    ).toBe("21");
  });

  it("variables of earlier cells, declared again at will", async () => {
    await kernel.client.execute("const count: number = 1;");
    await kernel.client.execute("const count: string = `${1 + 1}`;");
    expect(result(await kernel.client.execute("count"))).toBe("'2'");
  });

  it("an empty standard input", async () => {
    const code = 'let text = ""; for await (const part of process.stdin) text += part; text.length';
    expect(result(await kernel.client.execute(code))).toBe("0");
  });
});
