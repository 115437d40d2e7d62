import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../../src/notebook/kernel/package-root.js";
import { tslabRequire } from "../../../src/notebook/kernel/tslab.js";

interface OldTypescript {
  readonly version: string;
  createProgram(files: readonly string[], options: object): unknown;
  getPreEmitDiagnostics(
    program: unknown,
  ): readonly { readonly file?: { readonly fileName: string }; readonly messageText: unknown }[];
}

describe("the library's declarations", () => {
  it("are readable by the compiler inside the kernel, so that cells are checked and completed", () => {
    const typescript = tslabRequire("@tslab/typescript-for-tslab") as OldTypescript;
    expect(typescript.version).toBe("5.0.4");
    const types = dirname(dirname(tslabRequire.resolve("@types/node/package.json")));
    const program = typescript.createProgram([join(packageRoot, "dist", "index.d.ts")], {
      moduleResolution: 2,
      module: 99,
      target: 9,
      lib: ["lib.es2023.d.ts"],
      types: ["node"],
      typeRoots: [types],
      noEmit: true,
    });
    const problems = typescript
      .getPreEmitDiagnostics(program)
      .map(({ file, messageText }) => `${file?.fileName ?? ""}: ${JSON.stringify(messageText)}`);
    expect(problems).toEqual([]);
  });
});
