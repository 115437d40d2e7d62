import { mkdir, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { failure, result, useKernel } from "../support/kernel.js";

const kernel = useKernel();

async function complete(
  code: string,
  position = Array.from(code).length,
): Promise<Record<string, unknown>> {
  const content = { code, cursor_pos: position };
  return (await kernel.client.request("complete_request", content)).reply.content;
}

describe("import of moviola, far from the project", () => {
  it("gives values and types", async () => {
    const code =
      'import { createRandom, type JsonValue } from "moviola";\nconst value: JsonValue = createRandom(1, "x").constructor.name;\nvalue';
    expect(result(await kernel.client.execute(code))).toBe("'RandomStream'");
    const wrong = 'import { createRandom as make } from "moviola";\nmake("one", 2);';
    expect(failure(await kernel.client.execute(wrong)).ename).toBe("TypeScriptError");
  });

  it("gives every cell the same module, which is the kernel's own", async () => {
    await kernel.client.execute('import * as first from "moviola";');
    const code =
      'import * as second from "moviola";\nfirst.MoviolaError === second.MoviolaError && first.MoviolaError === (await import("moviola")).MoviolaError';
    expect(result(await kernel.client.execute(code))).toBe("true");
  });

  it("works beside a package and a file of the notebook's folder", async () => {
    const packageFolder = join(kernel.folder, "node_modules", "esm-only");
    await mkdir(packageFolder, { recursive: true });
    await writeFile(
      join(packageFolder, "package.json"),
      '{"name":"esm-only","type":"module","main":"index.js","types":"index.d.ts"}',
    );
    await writeFile(
      join(packageFolder, "index.js"),
      "export const answer = await Promise.resolve(41);",
    );
    await writeFile(join(packageFolder, "index.d.ts"), "export declare const answer: number;");
    await writeFile(
      join(kernel.folder, "helper.ts"),
      "export function plusOne(n: number): number { return n + 1; }",
    );
    const code =
      'import { answer } from "esm-only";\nimport { plusOne } from "./helper";\nplusOne(answer)';
    expect(result(await kernel.client.execute(code))).toBe("42");
  });
});

describe("import of a file outside the working folder", () => {
  it("is refused with where files can be", async () => {
    await writeFile(`${kernel.folder}-outside.ts`, "export const n = 1;");
    const code = `import { n } from "../${basename(kernel.folder)}-outside";\nn`;
    const { ename, evalue } = failure(await kernel.client.execute(code));
    await rm(`${kernel.folder}-outside.ts`);
    expect(ename).toBe("MoviolaError");
    expect(evalue).toContain("E_NOTEBOOK_IMPORT");
    expect(evalue).toContain(kernel.folder);
  });
});

describe("completion", () => {
  it("knows the names of moviola and of earlier cells", async () => {
    await kernel.client.execute(
      'import * as library from "moviola";\nconst ratings = { mean: 3.5 };',
    );
    expect(await complete("library.createRan")).toMatchObject({
      status: "ok",
      matches: ["createRandom"],
      cursor_start: 8,
      cursor_end: 17,
    });
    expect((await complete("ratings.")).matches).toEqual(["mean"]);
  });

  it("counts positions in characters, not in halves of them", async () => {
    await kernel.client.execute("const counted = { total: 1 };");
    expect(await complete('"🎬🎬"; counted.to')).toMatchObject({
      matches: ["total"],
      cursor_start: 14,
      cursor_end: 16,
    });
  });
});

describe("hover", () => {
  it("gives signature and documentation", async () => {
    await kernel.client.execute('import { createRandom as fresh } from "moviola";');
    const content = { code: "fresh(1, 'x')", cursor_pos: 2, detail_level: 0 };
    const { reply } = await kernel.client.request("inspect_request", content);
    expect(reply.content.found).toBe(true);
    expect((reply.content.data as Record<string, string>)["text/plain"]).toMatch(
      /seed: number, name: string\): .*RandomStream[\s\S]*stream called/,
    );
  });

  it.each(["fresh(", "fresh()", "fresh(1, ", '[fresh(")", { a: (2) }, ', "fresh<number>(/* ( */"])(
    "gives the function whose arguments are being written: %s",
    async (code) => {
      await kernel.client.execute('import { createRandom as fresh } from "moviola";');
      const position = code.endsWith("()") ? code.length - 1 : code.length;
      const content = { code, cursor_pos: position, detail_level: 0 };
      const { reply } = await kernel.client.request("inspect_request", content);
      expect(reply.content.found).toBe(true);
      expect(JSON.stringify(reply.content.data)).toContain("fresh(seed: number, name: string)");
    },
  );

  it("says when there is nothing", async () => {
    const { reply } = await kernel.client.request("inspect_request", {
      code: "   ",
      cursor_pos: 1,
      detail_level: 0,
    });
    expect(reply.content).toMatchObject({ status: "ok", found: false });
  });
});

describe("other requests", () => {
  it.each([
    [
      "kernel_info_request",
      {},
      { status: "ok", protocol_version: "5.3", implementation: "moviola" },
    ],
    ["is_complete_request", { code: "function f() {" }, { status: "incomplete", indent: "  " }],
    ["is_complete_request", { code: "1 + 1" }, { status: "complete" }],
    ["comm_info_request", {}, { status: "ok", comms: {} }],
    ["history_request", {}, { status: "ok", history: [] }],
  ])("%s is answered by its own reply", async (type, content, expected) => {
    const { reply } = await kernel.client.request(type, content);
    expect(reply.header.msg_type).toBe(type.replace("request", "reply"));
    expect(reply.content).toMatchObject(expected);
  });
});

describe("shorthand properties", () => {
  it("take the variable of an earlier cell, in literals and in assignments", async () => {
    await kernel.client.execute("let shared = 40; const other = 2;");
    const code =
      "const total = ({ shared, other }: { shared: number; other: number }) => shared + other;\ntotal({ shared, other })";
    expect(result(await kernel.client.execute(code))).toBe("42");
    await kernel.client.execute("({ shared } = { shared: 7 });");
    expect(result(await kernel.client.execute("shared"))).toBe("7");
    const nested = "(() => { const shared = 1; return { shared, other }; })()";
    expect(result(await kernel.client.execute(nested))).toBe("{ shared: 1, other: 2 }");
  });
});

describe("names of properties whose type an earlier cell declares", () => {
  // Each also reads a variable of an earlier cell, which such a name used to hide.
  it.each([
    [
      "parameters",
      "seen.map(({ label, size: { wide }, size }) => [label, wide, size.wide, far])",
      "[ [ 'one', 3, 3, 9 ] ]",
    ],
    ["variables", "const { size: own } = seen[0];\n[own.wide, far, size]", "[ 3, 9, 7 ]"],
    [
      "rests",
      "seen.map(({ size: { wide: w = 1 }, ...rest }) => [w, rest.label, size, far])",
      "[ [ 3, 'one', 7, 9 ] ]",
    ],
    [
      "assignments",
      "(() => { let w; ({ size: { wide: w } } = seen[0]); return [w, size, far]; })()",
      "[ 3, 7, 9 ]",
    ],
    [
      "computed and quoted names",
      'seen.map(({ [key]: own, "size": { wide } }) => [own, wide, far])',
      "[ [ 'one', 3, 9 ] ]",
    ],
  ])("stay as they are in %s", async (_where, code, expected) => {
    await kernel.client.execute(
      `interface Look { label: string; size: { wide: number } }
const seen: Look[] = [{ label: "one", size: { wide: 3 } }];
const size = 7, wide = 8, far = 9, label = "hidden";
const key = "label" as const;`,
    );
    expect(result(await kernel.client.execute(code))).toBe(expected);
  });
});
