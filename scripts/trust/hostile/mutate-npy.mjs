/** Mutations of `.npy` files: heads that say something else than the bytes hold. */
import { mutateBytes, pick } from "./mutate-bytes.mjs";

const shapes = [
  "()",
  "(0,)",
  "(4,)",
  "(4, 3",
  "(4, 3)",
  "(3, 4)",
  "(12,)",
  "(4, 3, 1)",
  "(4L, 3L)",
  "(-4, 3)",
  "(4.0, 3)",
  "(0, 99999999999999999999999)",
  "(1e3, 3)",
  "(4294967296, 4294967296)",
  "(9007199254740993, 1)",
  "(18446744073709551616, 0)",
  `(${"9".repeat(400)}, 0)`,
  `(${"1, ".repeat(5000)})`,
  "(4 3)",
  "(04, 3)",
  "4, 3",
  "[4, 3]",
  "(4, 3), 'shape': (2, 6)",
];

const types = [
  "<f4",
  "<f8",
  "<f2",
  ">f4",
  "<i4",
  "<i8",
  "|i1",
  "|u1",
  "|O",
  "<U5",
  "<c8",
  "=f4",
  "f4",
  "",
  "<f16",
];

/** A `.npy` file of format 1 with a head of this text. */
export function npyOf(dictionary, body, version = 1) {
  const head = Buffer.from(`${dictionary}\n`, "latin1");
  const start = Buffer.alloc(version === 1 ? 10 : 12);
  start.write("\x93NUMPY", 0, "latin1");
  start[6] = version;
  if (version === 1) start.writeUInt16LE(head.length & 0xffff, 8);
  else start.writeUInt32LE(head.length, 8);
  return Buffer.concat([start, head, body]);
}

/** A mutation of a `.npy` file. */
export function mutateNpy(bytes, random, other) {
  if (random.uniform() < 0.5) return mutateBytes(bytes, random, other);
  const offset = 10 + (bytes.length > 10 ? bytes.readUInt16LE(8) : 0);
  const body = bytes.subarray(offset);
  const type = random.uniform() < 0.5 ? "<f4" : pick(random, types);
  const order = pick(random, ["False", "False", "False", "True", "Maybe", "false"]);
  const shape = random.uniform() < 0.3 ? "(4, 3)" : pick(random, shapes);
  const more = pick(random, ["", "", " ", " 'more': 1, ", " 'descr': '<f8', "]);
  const text = `{'descr': '${type}', 'fortran_order': ${order}, 'shape': ${shape},${more}}`;
  return npyOf(text, body, pick(random, [1, 1, 1, 2, 3, 4, 0, 255]));
}
