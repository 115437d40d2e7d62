/** The few parts of the protobuf wire format that an ONNX file needs. */

const varint = 0;
const lengthDelimited = 2;
const fixed32 = 5;

/** A field with a whole number; negative numbers take ten bytes, as the format says. */
export function whole(field: number, value: number | bigint): Buffer {
  return Buffer.concat([key(field, varint), varintBytes(BigInt(value))]);
}

/** A field with a number in single precision. */
export function float(field: number, value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return Buffer.concat([key(field, fixed32), bytes]);
}

/** A field with text, bytes, or a message of fields. */
export function bytes(field: number, content: string | Uint8Array | readonly Buffer[]): Buffer {
  const body = contentBytes(content);
  return Buffer.concat([key(field, lengthDelimited), varintBytes(BigInt(body.length)), body]);
}

function contentBytes(content: string | Uint8Array | readonly Buffer[]): Uint8Array {
  if (typeof content === "string") return Buffer.from(content, "utf8");
  return content instanceof Uint8Array ? content : Buffer.concat(content);
}

function key(field: number, wireType: number): Buffer {
  return varintBytes(BigInt((field << 3) | wireType));
}

function varintBytes(value: bigint): Buffer {
  let rest = BigInt.asUintN(64, value);
  const out: number[] = [];
  while (rest >= 128n) {
    out.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  out.push(Number(rest));
  return Buffer.from(out);
}
