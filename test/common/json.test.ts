import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maximumJsonDepth, parseJson } from "../../src/common/json.js";

const nested = (depth: number): string => `${"[".repeat(depth)}${"]".repeat(depth)}`;

describe("parseJson", () => {
  it("is JSON.parse for what is not too deep", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), fc.boolean(), (text, isLong) => {
        const written = isLong ? `${text}${" ".repeat(3 * maximumJsonDepth)}` : text;
        expect(parseJson(written)).toEqual(JSON.parse(written));
      }),
    );
    expect(parseJson(nested(maximumJsonDepth))).toEqual(JSON.parse(nested(maximumJsonDepth)));
  });

  it("refuses deeper nesting by the error of JSON.parse", () => {
    for (const depth of [maximumJsonDepth + 1, 200_000]) {
      expect(() => parseJson(nested(depth))).toThrow(SyntaxError);
      expect(() => parseJson(`{"a":[1,${nested(depth)}]}`)).toThrow(/nested deeper/);
    }
    expect(() => parseJson('{"a":1')).toThrow(SyntaxError);
  });

  it("does not count brackets in texts", () => {
    const text = JSON.stringify({ a: `\\"${"[".repeat(5000)}`, b: '"{'.repeat(3000) });
    expect(parseJson(text)).toEqual(JSON.parse(text));
    const escaped = `["${"\\\\".repeat(2000)}", ${JSON.stringify("[".repeat(3000))}]`;
    expect(parseJson(escaped)).toEqual(JSON.parse(escaped));
  });
});
