/** EASE against NumPy with LAPACK, in turns, on the same Gram matrix. */
import { spawnSync } from "node:child_process";
import { createModel, type TableRow } from "../../src/index.js";
import type { Material } from "./material.js";

/** Fits the closed form in NumPy from the pairs on standard input; prints versions and seconds. */
const program = `
import sys, time, numpy as np
pairs = np.frombuffer(sys.stdin.buffer.read(), dtype=np.int32).reshape(2, -1)
users, items = pairs.max(axis=1) + 1
x = np.zeros((users, items), dtype=np.DTYPE)
x[pairs[0], pairs[1]] = 1
best = 1e9
for _ in range(3):
    start = time.perf_counter()
    gram = x.T @ x
    gram[np.diag_indices(items)] += 500
    p = np.linalg.inv(gram)
    b = p / -np.diag(p)
    b[np.diag_indices(items)] = 0
    best = min(best, time.perf_counter() - start)
print(np.__version__, best)
`;

/** Seconds of a whole fit here, and of NumPy in both precisions where Python has it. */
export async function easeRows({ split }: Material): Promise<TableRow[]> {
  const { userIndex, itemIndex, nRows } = split.train.interactions;
  const pairs = new Int32Array(2 * nRows);
  pairs.set(userIndex);
  pairs.set(itemIndex, nRows);
  const ratingScale = { minimum: 1, maximum: 5, step: 1 };
  const times: number[] = [];
  for (let repeat = 0; repeat < 3; repeat++) {
    const model = createModel("ease");
    const start = performance.now();
    await model.fit({ train: split.train, ratingScale, seed: 1 });
    times.push((performance.now() - start) / 1000);
  }
  const seconds = Math.min(...times);
  const rows: TableRow[] = [{ work: "EASE, whole fit", seconds }];
  for (const precision of ["float64", "float32"]) {
    const { stdout, status } = spawnSync("python3", ["-c", program.replace("DTYPE", precision)], {
      input: Buffer.from(pairs.buffer),
      encoding: "utf8",
      env: { ...process.env, OPENBLAS_NUM_THREADS: "2" },
    });
    const [version, peer] = status === 0 ? stdout.trim().split(" ") : ["not here", "NaN"];
    const measured = Number(peer);
    if (Number.isNaN(measured)) continue;
    const work = `the same in NumPy ${version}, ${precision}`;
    rows.push({ work, seconds: measured, ratio: seconds / measured });
  }
  return rows;
}
