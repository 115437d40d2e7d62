import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";

import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { inspectNpy, readNpy, writeNpy } from "../../../src/data/npy/index.js";
import { dataFolder, realData } from "../../support/data-files.js";

interface Golden {
  cases: Record<string, { npy: string; shape: number[]; values: number[] }>;
}

const folder = await dataFolder();
const golden = JSON.parse(
  await readFile(new URL("golden/npy.json", import.meta.url), "utf8"),
) as Golden;
const bytesOf = (name: string): Buffer => Buffer.from(golden.cases[name].npy, "base64");

describe("readNpy", () => {
  it.each([
    "float16",
    "float32",
    "float64",
    "int32",
    "int64",
    "uint8",
    "version2",
    "version3",
    "column",
    "empty",
    "scalar",
  ])("reads what numpy saved as %s", async (name) => {
    const path = await folder.write(`${name}.npy`, bytesOf(name));
    const array = await readNpy(path);
    expect(array.shape).toEqual(golden.cases[name].shape);
    expect(array.data).toEqual(Float32Array.from(golden.cases[name].values));
    expect(await inspectNpy(path)).toEqual({ dtype: array.dtype, shape: array.shape });
  });

  it("reads the special halves", async () => {
    const head = bytesOf("float16").subarray(0, 128);
    const bits = Uint16Array.from([0x7c00, 0xfc00, 0x7e00, 1, 0x8001, 0x3ff, 0x400, 0x7bff]);
    const path = await folder.write("special.npy", Buffer.concat([head, Buffer.from(bits.buffer)]));
    const { data } = await readNpy(path, [2, 4]);
    const expected = [
      Infinity,
      -Infinity,
      NaN,
      2 ** -24,
      -(2 ** -24),
      1023 * 2 ** -24,
      2 ** -14,
      65504,
    ];
    expect([...data]).toEqual(expected);
  });

  it.each([
    ["fortran", "E_NPY_ORDER"],
    ["bigEndian", "E_NPY_DTYPE"],
    ["text", "E_NPY_DTYPE"],
    ["record", "E_NPY_DTYPE"],
  ])("refuses an array stored as %s", async (name, code) => {
    const path = await folder.write(`${name}.npy`, bytesOf(name));
    await expect(readNpy(path)).rejects.toMatchObject({ code });
    await expect(inspectNpy(path)).rejects.toMatchObject({ code });
  });

  it("refuses a file that ends too early, wherever the cut is", async () => {
    const whole = bytesOf("float32");
    for (const length of [8, 9, 60, whole.length - 1]) {
      const path = await folder.write("cut.npy", whole.subarray(0, length));
      await expect(readNpy(path)).rejects.toMatchObject({ code: "E_NPY_TRUNCATED" });
      await expect(inspectNpy(path)).rejects.toMatchObject({ code: "E_NPY_TRUNCATED" });
    }
  });

  it("refuses what is no .npy file and says what it is", async () => {
    const cases: [string, RegExp][] = [
      ["", /empty file/],
      ["version https://git-lfs.github.com/spec/v1\noid sha256:0\n", /git lfs pull/],
      ["<!DOCTYPE html><html></html>", /web page/],
      ["\u0093NUMPY", /93NUMPY/],
    ];
    for (const [content, message] of cases) {
      const path = await folder.write("other.npy", content);
      const failure = readNpy(path);
      await expect(failure).rejects.toMatchObject({ code: "E_NPY_FORMAT" });
      await expect(failure).rejects.toThrow(message);
    }
    const future = bytesOf("float32");
    future[6] = 4;
    const path = await folder.write("future.npy", future);
    await expect(readNpy(path)).rejects.toThrow(/version 4/);
  });

  it("refuses another shape, more bytes than the shape has, and a missing file", async () => {
    const path = await folder.write("shape.npy", bytesOf("float32"));
    expect((await readNpy(path, [-1, 3])).shape).toEqual([2, 3]);
    for (const shape of [[3, 2], [6], [-1, 3, 1]]) {
      await expect(readNpy(path, shape)).rejects.toMatchObject({ code: "E_NPY_SHAPE" });
    }
    const long = await folder.write(
      "long.npy",
      Buffer.concat([bytesOf("float32"), Buffer.alloc(4)]),
    );
    await expect(readNpy(long)).rejects.toMatchObject({ code: "E_NPY_SHAPE" });
    await expect(readNpy(`${path}.no`)).rejects.toMatchObject({ code: "E_NPY_FILE" });
  });
});

describe("writeNpy", () => {
  it("writes what numpy writes, byte for byte", async () => {
    const path = `${folder.path}/written.npy`;
    await writeNpy(path, Float32Array.from(golden.cases.float32.values), [2, 3]);
    expect((await readFile(path)).equals(bytesOf("float32"))).toBe(true);
    await writeNpy(path, Float64Array.from([1 / 3, 2e10, -7]), [3]);
    expect((await readFile(path)).equals(bytesOf("float64"))).toBe(true);
    await writeNpy(
      path,
      Int32Array.from(golden.cases.int32.values.map((x) => (x > 2e9 ? 2 ** 31 - 1 : x))),
      [3, 1],
    );
    expect((await readFile(path)).equals(bytesOf("int32"))).toBe(true);
  });

  it("gives back any matrix, a part of a larger buffer too", async () => {
    const path = `${folder.path}/any.npy`;
    const numbers = fc.float32Array({ minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(numbers, fc.nat(3), async (array, skip) => {
        const view = array.subarray(Math.min(skip, array.length));
        await writeNpy(path, view, [1, view.length]);
        expect((await readNpy(path)).data).toEqual(Float32Array.from(view));
      }),
      { numRuns: 30 },
    );
  });

  it("refuses a shape that does not hold the array and leaves nothing behind", async () => {
    const own = await dataFolder();
    const failure = writeNpy(`${own.path}/no.npy`, new Float32Array(5), [2, 3]);
    await expect(failure).rejects.toMatchObject({ code: "E_NPY_SHAPE" });
    expect(await readdir(own.path)).toEqual([]);
  });
});

const tiktok = realData("tiktok/image_feat.npy");
const python = "/usr/bin/python3";

describe.skipIf(tiktok === undefined)("readNpy on TikTok (needs the real data)", () => {
  it("reads the float16 features", async () => {
    const { dtype, shape, data } = await readNpy(tiktok!, [6710, 128]);
    expect(dtype).toBe("<f2");
    expect(shape).toEqual([6710, 128]);
    expect([...data.subarray(0, 4)]).toEqual([2.583984375, 0.95947265625, 6.234375, 1.90234375]);
    expect(data.reduce((sum, value) => sum + value, 0)).toBe(2309677.059724629);
  });
});

describe.skipIf(!existsSync(python))("writeNpy for numpy (needs Python)", () => {
  it("is read by numpy", async () => {
    const path = `${folder.path}/for-numpy.npy`;
    await writeNpy(path, Float32Array.from([1, 2, 3, 4.5]), [2, 2]);
    const script = "import sys, numpy; print(numpy.load(sys.argv[1]).tolist())";
    let printed = "";
    try {
      printed = execFileSync(python, ["-c", script, path], { encoding: "utf8" }).trim();
    } catch {
      return; // this Python has no numpy
    }
    expect(printed).toBe("[[1.0, 2.0], [3.0, 4.5]]");
  });
});
