import { describe, expect, it } from "vitest";
import { tsvCell, tsvLine } from "../../src/common/tsv.js";

describe("a tab-separated line", () => {
  it("has bare cells with tabs between, and quotes only where a bare cell would be misread", () => {
    expect(tsvLine(["a b", 1.5, ""])).toBe("a b\t1.5\t\n");
    expect(tsvCell("a\tb")).toBe('"a\tb"');
    expect(tsvCell('say "no"')).toBe('"say ""no"""');
    expect(tsvCell("two\nlines")).toBe('"two\nlines"');
  });
});
