/**
 * The head of a `.npy` file of format 1 in C order, of a length that is a multiple of 64 bytes; `dtype` is
 * NumPy's name of the elements, such as `<f4`. The elements follow, little-endian.
 */
export function npyHead(dtype: string, shape: readonly number[]): Buffer {
  const axes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '${dtype}', 'fortran_order': False, 'shape': (${axes}), }`;
  // The whole head is a multiple of 64 bytes long and ends with a line end.
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const head = Buffer.alloc(10 + length, " ");
  head.write("\x93NUMPY", 0, "latin1");
  head[6] = 1;
  head[7] = 0;
  head.writeUInt16LE(length, 8);
  head.write(text, 10, "latin1");
  head[head.length - 1] = 0x0a;
  return head;
}
