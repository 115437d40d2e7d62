/** Mutations of archives: names that lead outside, links, bombs, lying sizes; and the bytes. */
import { crc32, deflateRawSync } from "node:zlib";
import { mutateBytes, pick } from "./mutate-bytes.mjs";
import { edges, paths } from "./words.mjs";
import { zipOf } from "./zip.mjs";

const zeros = Buffer.alloc(8 * 2 ** 20);
/** 8 MiB of zeros in 8 KiB. */
const bomb = deflateRawSync(zeros);
const bombChecksum = crc32(zeros);
const bombEntry = (name) => ({ name, packed: bomb, crc: bombChecksum, size: zeros.length });

/** The entries of the valid archive. */
export function soundEntries() {
  return [
    { name: "set/", mode: 0o40755, method: 0 },
    { name: "set/ratings.csv", content: Buffer.from("user,item,rating\n1,a,3\n2,b,4\n") },
    { name: "set/README", content: Buffer.from("terms of use\n".repeat(40)), method: 0 },
    { name: "set/posters/1.jpg", content: Buffer.from([0xff, 0xd8, 0xff, 0xd9]), method: 0 },
  ];
}

const modes = [0o120777, 0o120644, 0o20644, 0o60644, 0o10644, 0o140644, 0, 0o104755, 0o40755];

function hostileEntry(random) {
  const content = Buffer.from(pick(random, ["x", "../../escaped", "/etc/passwd", ""]));
  const name =
    random.uniform() < 0.6
      ? pick(random, paths)
      : pick(random, ["set/a", "set/README", "SET/readme"]);
  const entry = { name, content };
  const edge = () => Number(pick(random, edges) & 0xffffffffn);
  switch (random.integer(9)) {
    case 0:
      return { ...entry, mode: pick(random, modes), method: 0 };
    case 1:
      return { ...entry, size: edge() };
    case 2:
      return { ...entry, packedSize: edge(), method: 0 };
    case 3:
      return { ...entry, crc: edge() };
    case 4:
      return { ...entry, method: pick(random, [1, 6, 9, 12, 14, 93, 99]) };
    case 5:
      return { ...entry, flags: pick(random, [0, 1, 8, 0x41, 0x2000]) };
    case 6:
      return { ...entry, localName: pick(random, paths) };
    case 7:
      return { ...entry, offset: edge() };
    default:
      return entry;
  }
}

/** A mutation of an archive. */
export function mutateZip(bytes, random, other) {
  if (random.uniform() < 0.5) return mutateBytes(bytes, random, other);
  const entries = soundEntries();
  for (let n = 1 + random.integer(2); n > 0; n--) {
    entries.splice(random.integer(entries.length + 1), 0, hostileEntry(random));
  }
  if (random.uniform() < 0.05) entries.push(bombEntry("set/zeros"));
  if (random.uniform() < 0.02)
    for (let n = 0; n < 300; n++) entries.push({ name: `set/${n}`, method: 0 });
  const lie = random.uniform() < 0.1 ? { count: Number(pick(random, edges) & 0xffffn) } : {};
  return zipOf(entries, { ...lie, comment: random.uniform() < 0.05 ? "PK\x05\x06" : "" });
}
