import { describe, expect, it } from "vitest";
import { parseNpyHeader } from "../../../src/data/npy/npy-header.js";
import { inspectNpy, readNpy, writeNpy } from "../../../src/data/npy/index.js";
import { dataFolder } from "../../support/data-files.js";
import { refusalFrom, refusalOf } from "../../support/refusal.js";

const folder = await dataFolder();

/** A head of format `version` with the dictionary `text`. */
function head(text: string, version = 1): Buffer {
  const body = Buffer.from(text, version === 3 ? "utf8" : "latin1");
  const length = Buffer.alloc(version === 1 ? 2 : 4);
  if (version === 1) length.writeUInt16LE(body.length);
  else length.writeUInt32LE(body.length);
  return Buffer.concat([Buffer.from("\x93NUMPY", "latin1"), Buffer.of(version, 0), length, body]);
}

const dictionary = (shape: string, descr = "<f4", order = "False"): string =>
  `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }`;

describe("parseNpyHeader", () => {
  it.each([
    ["(2, 3)", [2, 3]],
    ["(2,3)", [2, 3]],
    ["(5,)", [5]],
    ["(5)", [5]],
    ["()", []],
    ["(0, 7)", [0, 7]],
    ["(2L, 3L)", [2, 3]],
    ["( 2 , 3 )", [2, 3]],
  ])("reads the shape %s", (shape, sizes) => {
    const long = head(dictionary(shape).padEnd(70_000), 2);
    expect(parseNpyHeader(long, "f").dataOffset).toBe(12 + 70_000);
    for (const version of [1, 2, 3]) {
      const bytes = head(dictionary(shape), version);
      const read = parseNpyHeader(bytes, "f.npy");
      expect(read).toEqual({ dtype: "<f4", shape: sizes, dataOffset: bytes.length });
    }
  });

  it.each(["<f2", "<f4", "<f8", "<i4", "<i8", "|i1", "|u1"])("knows %s", (descr) => {
    expect(parseNpyHeader(head(dictionary("(1,)", descr)), "f").dtype).toBe(descr);
  });

  it.each([
    ["<i1", "|i1"],
    ["<u1", "|u1"],
  ])("takes %s for %s", (descr, dtype) => {
    expect(parseNpyHeader(head(dictionary("(1,)", descr)), "f").dtype).toBe(dtype);
  });

  it.each(["(3, 1)", "(1, 3)", "(3,)", "()", "(0, 3)"])(
    "takes Fortran order where it is C order too: %s",
    (shape) => {
      expect(
        refusalOf(() => parseNpyHeader(head(dictionary(shape, "<f4", "True")), "f")),
      ).toBeUndefined();
    },
  );

  const shapes = "a shape of whole numbers";
  const parts = "a head with descr, fortran_order and shape";
  it.each<[string, string, string, string]>([
    [dictionary("(2, 2)", "<f4", "True"), "ORDER", "C order (row by row)", "Fortran order"],
    [dictionary("(1,)", ">f4"), "DTYPE", "one of <f2, <f4, <f8, <i4, <i8, |i1, |u1", ">f4"],
    [
      dictionary("(1,)", "toString"),
      "DTYPE",
      "one of <f2, <f4, <f8, <i4, <i8, |i1, |u1",
      "toString",
    ],
    [
      "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }",
      "DTYPE",
      "one of <f2, <f4, <f8, <i4, <i8, |i1, |u1",
      "no simple type",
    ],
    [dictionary("(2, , 3)"), "FORMAT", shapes, "(2, , 3)"],
    [dictionary("(2 2)"), "FORMAT", shapes, "(2 2)"],
    [dictionary("(L2,)"), "FORMAT", shapes, "(L2,)"],
    [dictionary("(9007199254740993,)"), "FORMAT", shapes, "(9007199254740993,)"],
    [dictionary("(94906267, 94906267)"), "FORMAT", shapes, "(94906267, 94906267)"],
    [
      dictionary("(-1,)"),
      "FORMAT",
      parts,
      "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }",
    ],
    ["{'descr': '<f4', 'shape': (1,), }", "FORMAT", parts, "{'descr': '<f4', 'shape': (1,), }"],
    [`{${"x".repeat(120)}`, "FORMAT", parts, `{${"x".repeat(99)}`],
  ])("%s is refused", (text, code, expected, got) => {
    const refusal = refusalOf(() => parseNpyHeader(head(text), "f.npy"));
    expect(refusal).toEqual({ code: `E_NPY_${code}`, where: "f.npy", expected, got });
  });

  it.each<[Buffer, string, string, string]>([
    [Buffer.alloc(0), "FORMAT", 'the magic bytes "\\x93NUMPY"', "an empty file"],
    [
      Buffer.from("\x93NUMPX\x01\0", "latin1"),
      "FORMAT",
      'the magic bytes "\\x93NUMPY"',
      JSON.stringify("\x93NUMPX\x01\0"),
    ],
    [
      Buffer.from(" \n<HTML>"),
      "FORMAT",
      'the magic bytes "\\x93NUMPY"',
      "a web page: the download failed",
    ],
    [Buffer.from("x<html>"), "FORMAT", 'the magic bytes "\\x93NUMPY"', '"x<html>"'],
    [
      Buffer.from("y".repeat(70)),
      "FORMAT",
      'the magic bytes "\\x93NUMPY"',
      JSON.stringify("y".repeat(60)),
    ],
    [Buffer.from("\x93NUMPY", "latin1"), "FORMAT", "format version 1, 2 or 3", "version undefined"],
    [Buffer.from("\x93NUMPY\x00\0", "latin1"), "FORMAT", "format version 1, 2 or 3", "version 0"],
    [Buffer.from("\x93NUMPY\x04\0", "latin1"), "FORMAT", "format version 1, 2 or 3", "version 4"],
    [Buffer.from("\x93NUMPY\x01\0\x05", "latin1"), "TRUNCATED", "10 bytes of head", "9 bytes"],
    [Buffer.from("\x93NUMPY\x02\0\x05\0\0", "latin1"), "TRUNCATED", "12 bytes of head", "11 bytes"],
    [Buffer.from("\x93NUMPY\x01\0\x05\0{}", "latin1"), "TRUNCATED", "15 bytes", "12 bytes"],
    [Buffer.from("\x93NUMPY\x03\0\x05\0\0\0{}", "latin1"), "TRUNCATED", "17 bytes", "14 bytes"],
  ])("%j is refused", (bytes, code, expected, got) => {
    const told = { code: `E_NPY_${code}`, where: "f.npy", expected, got };
    expect(refusalOf(() => parseNpyHeader(bytes, "f.npy"))).toEqual(told);
  });

  it("reads a head that ends with the file, of either length", () => {
    expect(parseNpyHeader(head(dictionary("(0,)"), 1), "f").shape).toEqual([0]);
    expect(parseNpyHeader(head(dictionary("(0,)"), 2), "f").shape).toEqual([0]);
  });
});

describe("the length and shape of a file", () => {
  const body = (n: number): Buffer => Buffer.alloc(n);

  it("are held against its head, by readNpy and inspectNpy alike", async () => {
    const start = head(dictionary("(2, 3)"));
    const at = start.length;
    for (const [size, expected, got, code] of [
      [23, `${at + 24} bytes`, `${at + 23} bytes`, "E_NPY_TRUNCATED"],
      [25, "24 bytes for shape (2, 3)", "25 bytes", "E_NPY_SHAPE"],
    ] as const) {
      const path = await folder.write(`size-${size}.npy`, Buffer.concat([start, body(size)]));
      const told = { code, where: path, expected, got };
      expect(await refusalFrom(() => readNpy(path))).toEqual(told);
      expect(await refusalFrom(() => inspectNpy(path))).toEqual(told);
    }
  });

  it("are held against the shape that is asked for", async () => {
    const path = await folder.write(
      "shape-2-3.npy",
      Buffer.concat([head(dictionary("(2, 3)")), body(24)]),
    );
    for (const wanted of [
      [2, 3],
      [-1, 3],
      [2, -1],
      [-1, -1],
    ]) {
      expect((await inspectNpy(path, wanted)).shape).toEqual([2, 3]);
      expect((await readNpy(path, wanted)).data).toHaveLength(6);
    }
    for (const [wanted, words] of [
      [[3, 3], "shape (3, 3)"],
      [[-1, 2], "shape (any, 2)"],
      [[6], "shape (6)"],
      [[2, 3, 1], "shape (2, 3, 1)"],
      [[-1], "shape (any)"],
    ] as const) {
      expect(await refusalFrom(() => inspectNpy(path, wanted))).toEqual({
        code: "E_NPY_SHAPE",
        where: path,
        expected: words,
        got: "shape (2, 3)",
      });
    }
    const gone = `${path}.gone`;
    for (const read of [readNpy, inspectNpy]) {
      const refusal = await refusalFrom(() => read(gone));
      expect(refusal).toMatchObject({
        code: "E_NPY_FILE",
        where: gone,
        expected: "a readable .npy file",
      });
      expect(refusal!.got).toContain("ENOENT");
    }
  });

  it("are held against what is to be written", async () => {
    const path = `${folder.path}/never.npy`;
    for (const [shape, expected] of [
      [[2, 3], "6 elements for shape (2, 3)"],
      [[-5], "-5 elements for shape (-5)"],
      [[2.5, 2], "5 elements for shape (2.5, 2)"],
      [[-1, -5], "5 elements for shape (-1, -5)"],
      [[], "1 elements for shape ()"],
    ] as const) {
      expect(await refusalFrom(() => writeNpy(path, new Float32Array(5), shape))).toEqual({
        code: "E_NPY_SHAPE",
        where: path,
        expected,
        got: "5 elements",
      });
    }
    for (const array of [
      Int8Array.of(-1, 2),
      Uint8Array.of(1, 255),
      Int32Array.of(-9, 9),
      Float64Array.of(0.5, 1),
    ]) {
      await writeNpy(`${folder.path}/types.npy`, array, [2]);
      expect([...(await readNpy(`${folder.path}/types.npy`)).data]).toEqual([...array]);
    }
    await writeNpy(`${folder.path}/none.npy`, new Float32Array(0), [0, 4]);
    expect((await readNpy(`${folder.path}/none.npy`, [0, 4])).data).toHaveLength(0);
  });
});
