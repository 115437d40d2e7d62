/** Rows that a batch for use is a multiple of. */
const unit = 16;

/** `values` with the last one repeated up to the next multiple of 16. */
export function filledUp<Column extends Int32Array | Float64Array>(values: Column): Column {
  const length = Math.ceil(values.length / unit) * unit;
  if (length === values.length) return values;
  const filled = new (values.constructor as new (length: number) => Column)(length);
  filled.set(values);
  return filled.fill(values[values.length - 1], values.length) as Column;
}
