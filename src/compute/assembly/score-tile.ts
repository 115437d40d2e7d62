// The inner loop of all kernels that score by factors.

/** Items of one panel; `packItemPanels` in src/compute/kernels/score-factors.ts lays them out. */
export const PANEL: i32 = 8;

/**
 * Scores of four users for the eight items of a panel, to `out` [4 x 8]. A score is the item's bias,
 * then one product after another added to it in single precision, factors ascending: a lane an item,
 * so that a score does not depend on what else is in the tile.
 */
export function scoreTile(
  a: usize,
  b: usize,
  c: usize,
  d: usize,
  panel: usize,
  nFactors: i32,
  out: usize,
): void {
  let a0 = v128.load(panel);
  let a1 = v128.load(panel, 16);
  let b0 = a0;
  let b1 = a1;
  let c0 = a0;
  let c1 = a1;
  let d0 = a0;
  let d1 = a1;
  panel += 32;
  for (const end = a + ((<usize>nFactors) << 2); a < end; a += 4) {
    const low = v128.load(panel);
    const high = v128.load(panel, 16);
    let own = v128.load_splat<f32>(a);
    a0 = f32x4.add(a0, f32x4.mul(own, low));
    a1 = f32x4.add(a1, f32x4.mul(own, high));
    own = v128.load_splat<f32>(b);
    b0 = f32x4.add(b0, f32x4.mul(own, low));
    b1 = f32x4.add(b1, f32x4.mul(own, high));
    own = v128.load_splat<f32>(c);
    c0 = f32x4.add(c0, f32x4.mul(own, low));
    c1 = f32x4.add(c1, f32x4.mul(own, high));
    own = v128.load_splat<f32>(d);
    d0 = f32x4.add(d0, f32x4.mul(own, low));
    d1 = f32x4.add(d1, f32x4.mul(own, high));
    b += 4;
    c += 4;
    d += 4;
    panel += 32;
  }
  v128.store(out, a0);
  v128.store(out, a1, 16);
  v128.store(out, b0, 32);
  v128.store(out, b1, 48);
  v128.store(out, c0, 64);
  v128.store(out, c1, 80);
  v128.store(out, d0, 96);
  v128.store(out, d1, 112);
}

/** Address of the factors of the user at `position` of a list; the last user's beyond its end. */
export function userRow(
  users: usize,
  position: i32,
  nUsers: i32,
  factors: usize,
  nFactors: i32,
): usize {
  const at = min(position, nUsers - 1);
  const user = <usize>load<i32>(users + ((<usize>at) << 2));
  return factors + ((user * <usize>nFactors) << 2);
}
