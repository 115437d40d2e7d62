/** Zip archives byte by byte, so that every field can lie. */
import { crc32, deflateRawSync } from "node:zlib";

/**
 * An archive of `entries`: `name`, `content`, and what may lie: `mode` (Unix), `method` (0 stored, 8
 * deflated), `crc`, `size`, `packedSize`, `flags`, `localName`, `offset`.
 */
export function zipOf(entries, { count, comment = "" } = {}) {
  const parts = [];
  const central = [];
  let at = 0;
  for (const entry of entries) {
    const { local, head } = recordsOf(entry, at);
    parts.push(local);
    central.push(head);
    at += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE((count ?? entries.length) & 0xffff, 8);
  end.writeUInt16LE((count ?? entries.length) & 0xffff, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...parts, directory, end, Buffer.from(comment)]);
}

function recordsOf(entry, at) {
  const { name, content = Buffer.alloc(0), mode = 0o100644, method = 8, flags = 0x800 } = entry;
  const packed = entry.packed ?? (method === 8 ? deflateRawSync(content) : content);
  const nameBytes = Buffer.from(name, "utf8");
  const localName = Buffer.from(entry.localName ?? name, "utf8");
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(flags, 2);
  common.writeUInt16LE(method, 4);
  common.writeUInt32LE((entry.crc ?? crc32(content)) >>> 0, 10);
  common.writeUInt32LE((entry.packedSize ?? packed.length) >>> 0, 14);
  common.writeUInt32LE((entry.size ?? content.length) >>> 0, 18);
  const withName = (length) => {
    const copy = Buffer.from(common);
    copy.writeUInt16LE(length & 0xffff, 22);
    return copy;
  };
  const local = Buffer.concat([
    Buffer.from("PK\x03\x04", "latin1"),
    withName(localName.length),
    localName,
    packed,
  ]);
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE((mode << 16) >>> 0, 6);
  tail.writeUInt32LE((entry.offset ?? at) >>> 0, 10);
  const head = Buffer.concat([
    Buffer.from("PK\x01\x02\x14\x03", "latin1"),
    withName(nameBytes.length),
    tail,
    nameBytes,
  ]);
  return { local, head };
}
