// Shared by kernels that choose a few of many: no export of the module.

/**
 * Keeps the `wanted` largest of `count` f64 `values` and their i32 `keys`, in the order in which they
 * stand, ties to those that stand first; gives the least that is kept. `copies` holds `count` f64.
 */
export function keepLargest(
  values: usize,
  keys: usize,
  count: i32,
  wanted: i32,
  copies: usize,
): f64 {
  memory.copy(copies, values, (<usize>count) << 3);
  const least = largest(copies, count, wanted);
  let above: i32 = 0;
  for (let at: usize = 0; at < <usize>count; at++) {
    above += i32(load<f64>(values + (at << 3)) > least);
  }
  let ties = wanted - above;
  let kept: usize = 0;
  for (let at: usize = 0; at < <usize>count; at++) {
    const value = load<f64>(values + (at << 3));
    if (value < least) continue;
    if (value == least && ties-- <= 0) continue;
    store<f64>(values + (kept << 3), value);
    store<i32>(keys + (kept << 2), load<i32>(keys + (at << 2)));
    kept++;
  }
  return least;
}

/** The `place`-th largest (from 1) of `count` f64, which lose their order (Hoare's selection). */
function largest(values: usize, count: i32, place: i32): f64 {
  let low: i32 = 0;
  let high = count - 1;
  const target = place - 1;
  while (low < high) {
    const pivot = middleOf(
      read(values, low),
      read(values, low + ((high - low) >> 1)),
      read(values, high),
    );
    let left = low;
    let right = high;
    while (left <= right) {
      while (read(values, left) > pivot) left++;
      while (read(values, right) < pivot) right--;
      if (left > right) break;
      const moved = read(values, left);
      store<f64>(values + ((<usize>left) << 3), read(values, right));
      store<f64>(values + ((<usize>right) << 3), moved);
      left++;
      right--;
    }
    if (target <= right) high = right;
    else if (target >= left) low = left;
    else break;
  }
  return read(values, target);
}

function read(values: usize, at: i32): f64 {
  return load<f64>(values + ((<usize>at) << 3));
}

function middleOf(a: f64, b: f64, c: f64): f64 {
  return max(min(a, b), min(max(a, b), c));
}
