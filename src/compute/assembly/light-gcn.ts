// Twins: src/compute/kernels/light-gcn.ts, which says what the arguments are.

/** Rows of one packing task; the twin has the same number. */
const ROWS_PER_TASK: i32 = 256;

export function packPanels(
  task: i32,
  _slot: i32,
  nNodes: i32,
  width: i32,
  scales: usize,
  rows: usize,
  panels: usize,
): void {
  const first = task * ROWS_PER_TASK;
  const last = min(first + ROWS_PER_TASK, nNodes);
  const panelStride = (<usize>nNodes) << 6;
  for (let node = first; node < last; node++) {
    const scale = v128.load_splat<f32>(scales + ((<usize>node) << 2));
    let source = rows + ((<usize>node * <usize>width) << 2);
    let target = panels + ((<usize>node) << 6);
    for (let at: i32 = 0; at < width; at += 16) {
      v128.store(target, f32x4.mul(scale, v128.load(source)));
      v128.store(target, f32x4.mul(scale, v128.load(source, 16)), 16);
      v128.store(target, f32x4.mul(scale, v128.load(source, 32)), 32);
      v128.store(target, f32x4.mul(scale, v128.load(source, 48)), 48);
      source += 64;
      target += panelStride;
    }
  }
}

export function gatherPanels(
  task: i32,
  _slot: i32,
  nBlocks: i32,
  nNodes: i32,
  rowStride: i32,
  panelStride: i32,
  factor: f32,
  blocks: usize,
  nodes: usize,
  offsets: usize,
  neighbours: usize,
  weights: usize,
  panels: usize,
  base: usize,
  target: usize,
): void {
  const panel = <usize>(task / nBlocks);
  const block = blocks + ((<usize>(task % nBlocks)) << 2);
  const last = (<usize>load<i32>(block, 4)) << 2;
  const source = panels + ((panel * <usize>nNodes) << 6);
  const shift = (panel * <usize>panelStride) << 2;
  const factors = f32x4.splat(factor);
  for (let at = (<usize>load<i32>(block)) << 2; at < last; at += 4) {
    const node = <usize>load<i32>(nodes + at);
    const place = shift + ((node * <usize>rowStride) << 2);
    gatherRow(
      neighbours + ((<usize>load<i32>(offsets + (node << 2))) << 2),
      neighbours + ((<usize>load<i32>(offsets + (node << 2), 4)) << 2),
      v128.load_splat<f32>(weights + (node << 2)),
      factors,
      source,
      base + place,
      target + place,
    );
  }
}

/** Two neighbours at a time, so that additions need not wait for each other. */
function gatherRow(
  start: usize,
  end: usize,
  weight: v128,
  factor: v128,
  source: usize,
  base: usize,
  target: usize,
): void {
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let c = f32x4.splat(0);
  let d = f32x4.splat(0);
  let e = f32x4.splat(0);
  let f = f32x4.splat(0);
  let g = f32x4.splat(0);
  let h = f32x4.splat(0);
  let entry = start;
  for (; entry + 8 <= end; entry += 8) {
    const one = source + ((<usize>load<i32>(entry)) << 6);
    const two = source + ((<usize>load<i32>(entry, 4)) << 6);
    a = f32x4.add(a, v128.load(one));
    b = f32x4.add(b, v128.load(one, 16));
    c = f32x4.add(c, v128.load(one, 32));
    d = f32x4.add(d, v128.load(one, 48));
    e = f32x4.add(e, v128.load(two));
    f = f32x4.add(f, v128.load(two, 16));
    g = f32x4.add(g, v128.load(two, 32));
    h = f32x4.add(h, v128.load(two, 48));
  }
  if (entry < end) {
    const one = source + ((<usize>load<i32>(entry)) << 6);
    a = f32x4.add(a, v128.load(one));
    b = f32x4.add(b, v128.load(one, 16));
    c = f32x4.add(c, v128.load(one, 32));
    d = f32x4.add(d, v128.load(one, 48));
  }
  finish(f32x4.add(a, e), weight, factor, base, target);
  finish(f32x4.add(b, f), weight, factor, base + 16, target + 16);
  finish(f32x4.add(c, g), weight, factor, base + 32, target + 32);
  finish(f32x4.add(d, h), weight, factor, base + 48, target + 48);
}

function finish(sum: v128, weight: v128, factor: v128, base: usize, target: usize): void {
  v128.store(target, f32x4.mul(factor, f32x4.add(v128.load(base), f32x4.mul(weight, sum))));
}
