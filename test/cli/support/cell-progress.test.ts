import { describe, expect, it } from "vitest";

import { cellProgress } from "../../../src/cli/support/cell-progress.js";

function written(
  isTTY: boolean | undefined,
  steps: readonly (readonly [string, number])[],
): string {
  let text = "";
  const target = {
    ...(isTTY === undefined ? {} : { isTTY }),
    write: (more: string) => (text += more),
  };
  const show = cellProgress(target);
  const listeners = new Map(["a", "b"].map((name) => [name, show(name)] as const));
  for (const [name, done] of steps)
    listeners.get(name)?.({ task: name, done, total: 30, unit: "cells" });
  return text;
}

describe("progress of notebooks", () => {
  it("is a line after each tenth where nobody watches, none at the end", () => {
    const steps = Array.from({ length: 30 }, (_, at) => ["a", at + 1] as const);
    const expected = [3, 6, 9, 12, 15, 18, 21, 24, 27].map((done) => `a: ${done} of 30 cells\n`);
    expect(written(undefined, steps)).toBe(expected.join(""));
  });

  it("counts each notebook by itself", () => {
    expect(
      written(false, [
        ["a", 4],
        ["b", 1],
        ["b", 15],
        ["a", 5],
      ]),
    ).toBe("a: 4 of 30 cells\nb: 15 of 30 cells\n");
  });

  it("is one line that is redrawn on a terminal", () => {
    expect(
      written(true, [
        ["a", 1],
        ["b", 2],
        ["a", 30],
      ]),
    ).toBe(
      "\r\u001b[Ka: 1 of 30 cells\r\u001b[Ka: 1 of 30 cells · b: 2 of 30 cells\r\u001b[Kb: 2 of 30 cells",
    );
  });
});
