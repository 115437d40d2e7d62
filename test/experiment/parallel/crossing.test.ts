/** What crosses to a worker and back is the same on the other side. */
import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { MoviolaError } from "../../../src/common/index.js";
import { openTestPart } from "../../../src/data/split/parts.js";
import { checkLeaks, tuningParts } from "../../../src/experiment/index.js";
import { plainError, restoredError } from "../../../src/experiment/parallel/error-transfer.js";
import {
  packData,
  packDataset,
  unpackData,
  unpackDataset,
} from "../../../src/experiment/parallel/shared-data.js";
import { campDataset, campSplit } from "../../support/experiment-data.js";

/** The value as another thread would get it. */
function crossed<T>(value: T): T {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(value);
  const received = receiveMessageOnPort(port2) as { message: T };
  port1.close();
  return received.message;
}

describe("data", () => {
  const dataset = campDataset();
  const split = campSplit(dataset);
  const features = {
    text: {
      ...{ nItems: 2, dim: 1, values: Float32Array.of(1, 2), missing: Uint8Array.of(0, 1) },
      provenance: { fitOn: Uint8Array.of(1, 1) },
    },
  };

  it("have the same hash there, ids, contents and times included", () => {
    const there = unpackDataset(crossed(packDataset(dataset)));
    expect(there.contentHash).toBe(dataset.contentHash);
    expect(there.users.indexOf("u7")).toBe(7);
    expect(there.itemContent).toEqual(dataset.itemContent);
    expect(there).toMatchObject({ name: dataset.name, invented: true, licence: dataset.licence });
  });

  it("pass the leak check there with their test part, which stays sealed", () => {
    const there = unpackDataset(crossed(packDataset(dataset)));
    const given = unpackData(crossed(packData({ dataset, split, features })), there);
    expect(checkLeaks(there, given.split)).toEqual(checkLeaks(dataset, split));
    expect(given.split.hash).toBe(split.hash);
    expect(JSON.stringify(given.split.test)).not.toContain("interactions");
    expect(openTestPart(given.split.test!)).toEqual(openTestPart(split.test));
    expect(given.features).toEqual(features);
  });

  it("of a search carry no test part", () => {
    const packed = packData({ dataset, split: tuningParts(split) });
    expect(Object.keys(packed.split)).not.toContain("test");
    expect(unpackData(crossed(packed), dataset).split.test).toBeUndefined();
  });

  it("share their columns: no thread has a copy", () => {
    const { split: packed } = packData({ dataset, split });
    const there = crossed(packed);
    for (const column of ["userIndex", "itemIndex", "rating", "timestamp"] as const) {
      expect(packed.train[column]!.buffer).toBeInstanceOf(SharedArrayBuffer);
    }
    packed.train.rating[0] = 4.5;
    expect(there.train.rating[0]).toBe(4.5);
    expect(split.train.interactions.rating[0]).not.toBe(4.5);
  });
});

describe("errors", () => {
  const back = (error: unknown): Error => restoredError(crossed(plainError(error)));

  it("of the library keep class, code, details, message and causes", () => {
    const cause = new MoviolaError("E_MODEL_CONFIG", "The inner one", { got: "x" });
    const details = { where: "w", expected: "e", got: "g: h\ni", remedy: "r" };
    const error = new MoviolaError("E_MODEL_EMPTY", "What: happened", { ...details, cause });
    const there = back(error);
    expect(there).toBeInstanceOf(MoviolaError);
    expect(there).toMatchObject({ code: "E_MODEL_EMPTY", message: error.message, details });
    expect(there.stack).toBe(error.stack);
    expect(there.cause).toMatchObject({ code: "E_MODEL_CONFIG", message: cause.message });
  });

  it("of others keep name and message; what is no error becomes one", () => {
    expect(back(new TypeError("no function"))).toMatchObject({
      name: "TypeError",
      message: "no function",
    });
    expect(back("thrown text").message).toBe("thrown text");
    const ring = new Error("ring");
    ring.cause = ring;
    expect(back(ring).message).toBe("ring");
  });
});
