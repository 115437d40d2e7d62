/** The few kinds of protobuf fields that an ONNX file needs. */

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest > 0n ? low | 0x80 : low);
  } while (rest > 0n);
  return Buffer.from(bytes);
}

/** A whole number; negative ones in ten bytes, as protobuf wants. */
export function whole(field: number, value: number): Buffer {
  return Buffer.concat([varint(field * 8), varint(value)]);
}

/** A text, bytes, or the fields of a message. */
export function bytes(field: number, value: string | Uint8Array | readonly Buffer[]): Buffer {
  const content =
    typeof value === "string"
      ? Buffer.from(value)
      : Array.isArray(value)
        ? Buffer.concat(value as readonly Buffer[])
        : Buffer.from(value as Uint8Array);
  return Buffer.concat([varint(field * 8 + 2), varint(content.length), content]);
}

/** A float32. */
export function float(field: number, value: number): Buffer {
  const content = Buffer.alloc(4);
  content.writeFloatLE(value);
  return Buffer.concat([varint(field * 8 + 5), content]);
}
