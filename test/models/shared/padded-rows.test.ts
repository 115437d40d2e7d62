import { expect, test } from "vitest";
import { drawRows, padRows, trimRows } from "../../../src/models/shared/padded-rows.js";

test("rows go into wider ones and come back; the padding is left alone", () => {
  const rows = Float32Array.of(1, 2, 3, 4, 5, 6);
  const padded = new Float32Array(8).fill(9);
  padRows(rows, 3, padded, 4);
  expect(padded).toEqual(Float32Array.of(1, 2, 3, 9, 4, 5, 6, 9));
  const trimmed = trimRows(padded, 4, 3);
  expect(trimmed).toEqual(rows);
  trimmed[0] = 7;
  expect(padded[0]).toBe(1);
});

test("only rows with entries are drawn, one after another", () => {
  const rows = new Float32Array(12);
  let next = 1;
  drawRows(rows, { nRows: 3, offsets: Int32Array.of(0, 2, 2, 5) }, 3, 4, () => next++);
  expect(rows).toEqual(Float32Array.of(1, 2, 3, 0, 0, 0, 0, 0, 4, 5, 6, 0));
});
