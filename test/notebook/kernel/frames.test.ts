import { Script } from "node:vm";
import { afterEach, describe, expect, it } from "vitest";
import { CellFrames } from "../../../src/notebook/kernel/frames.js";
import { CellPositions } from "../../../src/notebook/kernel/positions.js";

const before = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");
afterEach(() => {
  if (before === undefined) Reflect.deleteProperty(Error, "prepareStackTrace");
  else Object.defineProperty(Error, "prepareStackTrace", before);
});

const source = "function fail() { throw new Error('it failed'); }\nfail";
const positions = new CellPositions(source, undefined, source);

/** A function of a cell that has just been registered. */
function functionOf(frames: CellFrames, label: string): () => void {
  const filename = frames.register(label, positions);
  return new Script(source, { filename }).runInThisContext() as () => void;
}

function stackOf(action: () => void): string {
  try {
    action();
  } catch (error) {
    return String((error as Error).stack);
  }
  throw new Error("nothing was thrown");
}

describe("the frames of cells", () => {
  it("are kept of the latest cells alone, so that a session of any length holds as many", () => {
    const frames = new CellFrames();
    const first = functionOf(frames, "cell [1]");
    frames.install();
    expect(stackOf(first)).toContain("at fail (cell [1])");
    for (let count = 2; count <= 300; count++) frames.register(`cell [${count}]`, positions);
    expect(frames.linesOf("cell [1]")).toBeUndefined();
    expect(frames.linesOf("cell [237]")).toEqual(source.split("\n"));
    expect(stackOf(first)).toContain("at fail (a cell that ran long ago)");
    expect(stackOf(functionOf(frames, "cell [301]"))).toContain("at fail (cell [301])");
  });
});
