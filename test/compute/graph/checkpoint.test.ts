import {
  appendFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  readCheckpoint,
  saveCheckpoint,
  type Checkpoint,
} from "../../../src/compute/graph/checkpoint.js";
import { readNpy } from "../../../src/data/npy/index.js";

const code = (expected: string): Error => expect.objectContaining({ code: expected }) as Error;
const config = { model: "two layers", width: 8 };

/** Values that JSON and text would lose: the smallest number, -0, one with all digits. */
const arrays = {
  "layer/weight": Float32Array.of(1.401298464324817e-45, -0, 0.1, 3.4028234663852886e38),
  "training/layer/weight/adam 0": new Float32Array(4).fill(0.3),
  empty: new Float32Array(0),
};

function checkpoint(step: number): Checkpoint {
  return { config, state: { step, arrays }, progress: { epoch: step, best: 0.1 + 0.2 } };
}

describe("checkpoints", () => {
  let folder = "";
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), "moviola-checkpoint-")), "training");
  });
  afterEach(() => rm(join(folder, ".."), { recursive: true, force: true }));

  it("are none in a missing and in an empty folder", async () => {
    expect(await readCheckpoint(folder, config)).toBeUndefined();
    await mkdir(folder);
    expect(await readCheckpoint(folder, config)).toBeUndefined();
  });

  it("come back bit by bit, whatever the order of the configuration's keys", async () => {
    const path = await saveCheckpoint(folder, checkpoint(12));
    expect(path).toBe(join(folder, "step-000000012"));
    const back = await readCheckpoint(folder, { width: 8, model: "two layers" });
    expect(back).toEqual({ path, ...checkpoint(12) });
    for (const [name, values] of Object.entries(arrays)) {
      expect(Buffer.from(back!.state.arrays[name].buffer)).toEqual(Buffer.from(values.buffer));
    }
  });

  it("can be read by NumPy's readers", async () => {
    const path = await saveCheckpoint(folder, checkpoint(1));
    const { data, dtype, shape } = await readNpy(join(path, "state.npy"));
    expect({ dtype, shape }).toEqual({ dtype: "<f4", shape: [8] });
    expect(data.slice(0, 4)).toEqual(arrays["layer/weight"]);
  });

  it("keep the last two, by number, or as many as wanted", async () => {
    for (const step of [2, 7, 999_999_999, 1_000_000_000]) {
      await saveCheckpoint(folder, checkpoint(step), 4);
    }
    expect((await readCheckpoint(folder, config))?.state.step).toBe(1_000_000_000);
    await saveCheckpoint(folder, checkpoint(1_000_000_001));
    expect((await readdir(folder)).sort()).toEqual(["step-1000000000", "step-1000000001"]);
    await saveCheckpoint(folder, checkpoint(1_000_000_001), 1);
    expect(await readdir(folder)).toEqual(["step-1000000001"]);
  });

  it("of later steps go when a training is begun anew", async () => {
    for (const step of [3, 8, 9]) await saveCheckpoint(folder, checkpoint(step), 3);
    await saveCheckpoint(folder, checkpoint(4), 3);
    expect((await readdir(folder)).sort()).toEqual(["step-000000003", "step-000000004"]);
  });

  it("of the same step are replaced", async () => {
    await saveCheckpoint(folder, checkpoint(3));
    await saveCheckpoint(folder, { ...checkpoint(3), progress: "later" });
    expect((await readCheckpoint(folder, config))?.progress).toBe("later");
  });

  it("leave other files alone, and half-written ones are not seen", async () => {
    await saveCheckpoint(folder, checkpoint(3));
    await writeFile(join(folder, "notes.txt"), "mine");
    await mkdir(join(folder, ".step-000000009.tmp-999999999-0123abcd"));
    expect((await readCheckpoint(folder, config))?.state.step).toBe(3);
    await saveCheckpoint(folder, checkpoint(4), 1);
    expect((await readdir(folder)).sort()).toEqual(["notes.txt", "step-000000004"]);
  });

  it("of another configuration are refused, with both", async () => {
    await saveCheckpoint(folder, checkpoint(3));
    await expect(readCheckpoint(folder, { ...config, width: 9 })).rejects.toThrow(
      /E_GRAPH_CHECKPOINT.*"width":9.*"width":8/s,
    );
  });

  const damages: Record<string, (path: string) => Promise<void>> = {
    "a shortened state": (path) => truncate(join(path, "state.npy"), 140),
    "a lengthened state": (path) => appendFile(join(path, "state.npy"), "x"),
    "a missing state": (path) => rm(join(path, "state.npy")),
    "a flipped bit": async (path) => {
      const bytes = await readFile(join(path, "state.npy"));
      bytes[bytes.length - 3] ^= 1;
      await writeFile(join(path, "state.npy"), bytes);
    },
    "a missing header": (path) => rm(join(path, "checkpoint.json")),
    "a header that is no JSON": (path) => writeFile(join(path, "checkpoint.json"), "{"),
    "a header that is no object": (path) => writeFile(join(path, "checkpoint.json"), "[]"),
    "a changed header": async (path) => {
      const text = await readFile(join(path, "checkpoint.json"), "utf8");
      await writeFile(join(path, "checkpoint.json"), text.replace('"epoch": 3', '"epoch": 4'));
    },
    "another version": async (path) => {
      const text = await readFile(join(path, "checkpoint.json"), "utf8");
      await writeFile(join(path, "checkpoint.json"), text.replace('"schema": 1', '"schema": 2'));
    },
  };
  it.each(Object.keys(damages))("with %s are refused", async (name) => {
    await saveCheckpoint(folder, checkpoint(2));
    const path = await saveCheckpoint(folder, checkpoint(3));
    await damages[name](path);
    await expect(readCheckpoint(folder, config)).rejects.toThrow(code("E_GRAPH_CHECKPOINT"));
    // What the message says to do.
    await rm(path, { recursive: true });
    expect((await readCheckpoint(folder, config))?.state.step).toBe(2);
  });

  it("cannot be looked for in a file", async () => {
    await writeFile(folder, "");
    await expect(readCheckpoint(folder, config)).rejects.toThrow(code("E_GRAPH_CHECKPOINT"));
  });
});
