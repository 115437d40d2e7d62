/** Mutations that know nothing of a format: bits, bytes, lengths, splices. Each gives new bytes. */
import { badBytes, beginnings, edges } from "./words.mjs";

/** One of `list`, drawn by `random`. */
export function pick(random, list) {
  return list[random.integer(list.length)];
}

/** A range within `length`, most often short. */
function range(random, length) {
  const start = random.integer(length + 1);
  const most = length - start;
  const size =
    random.uniform() < 0.7 ? Math.min(most, 1 + random.integer(16)) : random.integer(most + 1);
  return [start, start + size];
}

function replaced(bytes, [start, end], insert) {
  return Buffer.concat([bytes.subarray(0, start), insert, bytes.subarray(end)]);
}

function flipBits(bytes, random) {
  const out = Buffer.from(bytes);
  for (let n = 1 + random.integer(4); n > 0 && out.length > 0; n--) {
    out[random.integer(out.length)] ^= 1 << random.integer(8);
  }
  return out;
}

function setBytes(bytes, random) {
  const out = Buffer.from(bytes);
  const [start, end] = range(random, out.length);
  return out.fill(pick(random, [0, 0xff, 0x7f, 0x80, 0x20, 0x0a]), start, end);
}

function truncate(bytes, random) {
  return bytes.subarray(0, random.integer(bytes.length + 1));
}

function dropRange(bytes, random) {
  return replaced(bytes, range(random, bytes.length), Buffer.alloc(0));
}

function repeatRange(bytes, random) {
  const [start, end] = range(random, bytes.length);
  const piece = bytes.subarray(start, end);
  const times = random.uniform() < 0.05 ? 2000 : 1 + random.integer(4);
  const most = Math.max(1, Math.floor(2 ** 20 / Math.max(1, piece.length)));
  const repeated = Buffer.concat(new Array(Math.min(times, most)).fill(piece));
  return replaced(bytes, [start, start], repeated);
}

function insertBytes(bytes, random) {
  const at = random.integer(bytes.length + 1);
  return replaced(bytes, [at, at], Buffer.from(pick(random, badBytes)));
}

/** Sets a whole number of 1, 2, 4 or 8 bytes to an edge: lengths and offsets of binary formats. */
function setNumber(bytes, random) {
  const size = pick(random, [1, 2, 4, 8]);
  if (bytes.length < size) return flipBits(bytes, random);
  const number = Buffer.alloc(8);
  number.writeBigUInt64LE(pick(random, edges));
  const piece = number.subarray(0, size);
  if (random.uniform() < 0.2) piece.reverse();
  const out = Buffer.from(bytes);
  // Heads and feet hold the lengths.
  const near = Math.min(bytes.length - size, 64);
  const place = random.integer(3);
  if (place === 0) piece.copy(out, random.integer(near + 1));
  else if (place === 1) piece.copy(out, bytes.length - size - random.integer(near + 1));
  else piece.copy(out, random.integer(bytes.length - size + 1));
  return out;
}

function splice(bytes, random, other) {
  const [start, end] = range(random, bytes.length);
  const [from, to] = range(random, other.length);
  return replaced(bytes, [start, end], other.subarray(from, to));
}

function joinHalves(bytes, random, other) {
  return Buffer.concat([truncate(bytes, random), other.subarray(random.integer(other.length + 1))]);
}

function wrongMagic(bytes, random) {
  const magic = Buffer.from(pick(random, beginnings), "latin1");
  const from = random.uniform() < 0.5 ? magic.length : 0;
  return Buffer.concat([magic, bytes.subarray(from)]);
}

function append(bytes, random) {
  return Buffer.concat([bytes, Buffer.alloc(1 + random.integer(64), random.integer(256))]);
}

function empty() {
  return Buffer.alloc(0);
}

export const byteMutations = [
  ...[flipBits, flipBits, flipBits, setBytes, truncate, dropRange, repeatRange],
  ...[insertBytes, setNumber, setNumber, splice, joinHalves, wrongMagic, append],
];

/** A mutation of any bytes; `other` are those of another valid file. */
export function mutateBytes(bytes, random, other) {
  return random.uniform() < 0.004 ? empty() : pick(random, byteMutations)(bytes, random, other);
}
