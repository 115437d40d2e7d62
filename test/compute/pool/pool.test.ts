import { spawnSync } from "node:child_process";
import { runInThisContext } from "node:vm";
import { afterEach, describe, expect, it } from "vitest";
import { builtAddress } from "../../support/built-library.js";
import { ComputePool } from "../../../src/compute/pool/pool.js";
import { multiplySparseDense } from "../../../src/compute/kernels/sparse-dense.js";
import {
  configureCompute,
  sharedPool,
  withWorkspace,
} from "../../../src/compute/pool/shared-pool.js";
import type { Kernel } from "../../../src/compute/pool/kernel.js";

const pools: ComputePool[] = [];

function open(threads: number): ComputePool {
  const pool = new ComputePool({ threads, backend: "wasm" });
  pools.push(pool);
  return pool;
}

afterEach(() => {
  for (const pool of pools.splice(0)) pool.close();
});

/** The identity times `[1, 2, ..., n]`. */
function copied(pool: ComputePool, n: number): Float32Array {
  const workspace = pool.workspace();
  const sparse = {
    nRows: n,
    offsets: workspace.copyOf(Int32Array.from({ length: n + 1 }, (_unused, at) => at)),
    columns: workspace.copyOf(Int32Array.from({ length: n }, (_unused, at) => at)),
    values: workspace.copyOf(new Float32Array(n).fill(1)),
  };
  const dense = workspace.copyOf(Float32Array.from({ length: n }, (_unused, at) => at + 1));
  const product = workspace.float32(n);
  multiplySparseDense(pool, sparse, dense, 1, product);
  const out = product.slice();
  workspace.release();
  return out;
}

const expected = Float32Array.from({ length: 5000 }, (_unused, at) => at + 1);

describe("a compute pool", () => {
  it("does every task, job after job, also while its workers are still starting", () => {
    const pool = open(4);
    for (let job = 0; job < 2000; job++) {
      if (job % 100 === 0) expect(copied(pool, 5000)).toEqual(expected);
      else copied(pool, 130);
    }
  });

  it("stays usable after a task that traps, and says which kernel it was", () => {
    const pool = open(2);
    const wild: Kernel<[number, number, number, number, number, number, number]> = {
      name: "multiplySparseDense",
      twin: () => undefined,
    };
    const far = 4_000_000_000;
    expect(() => pool.run(wild, 10, 640, 16, far, far, far, far, far)).toThrow(
      expect.objectContaining({ code: "E_COMPUTE_KERNEL" }) as Error,
    );
    expect(copied(pool, 5000)).toEqual(expected);
  });

  it("stays usable after a cell that was interrupted in the middle of its work", () => {
    const pool = open(4);
    const scope = globalThis as { endless?: () => void };
    scope.endless = () => {
      for (;;) copied(pool, 5000);
    };
    for (let cell = 0; cell < 10; cell++) {
      // As the kernel of a notebook does: the code ends where it is, without a `finally`.
      const run = (): unknown => runInThisContext("endless()", { timeout: 20 + 7 * cell });
      expect(run).toThrow(/timed out/);
      expect(copied(pool, 5000)).toEqual(expected);
    }
    delete scope.endless;
  });

  it("keeps no process alive, and ends its threads when it is closed", () => {
    const program = `
      import { readdirSync } from "node:fs";
      const { ComputePool } = await import("${builtAddress()}/compute/pool/pool.js");
      const threads = () => readdirSync("/proc/self/task").length;
      const wait = () => new Promise((resolve) => setTimeout(resolve, 20));
      const until = async (isDone) => { for (let n = 0; n < 500 && !isDone(); n++) await wait(); return isDone(); };
      if (process.platform === "linux") {
        const before = threads();
        const pools = [1, 2, 3].map(() => new ComputePool({ threads: 4, backend: "wasm" }));
        if (!(await until(() => threads() >= before + 9))) process.exit(3);
        for (const pool of pools) pool.close();
        if (!(await until(() => threads() <= before + 1))) process.exit(4);
      }
      new ComputePool({ threads: 4, backend: "wasm" });
    `;
    const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
      encoding: "utf8",
      timeout: 60_000,
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  it("refuses a kernel that does not exist", () => {
    const missing: Kernel<[]> = { name: "none", twin: () => undefined };
    expect(() => open(1).run(missing, 1)).toThrow(
      expect.objectContaining({ code: "E_COMPUTE_KERNEL" }) as Error,
    );
  });

  it("works on after it was closed, on the caller's thread", () => {
    const pool = open(4);
    pool.close();
    pool.close();
    expect(copied(pool, 5000)).toEqual(expected);
  });

  it("gives memory back when the work throws or is rejected", async () => {
    const pool = open(2);
    const fault = new Error("broken");
    const work = withWorkspace((workspace) => {
      workspace.float32(100_000);
      return Promise.reject(fault);
    }, pool);
    await expect(work).rejects.toBe(fault);
    expect(pool.memory.used).toBe(0);
  });

  it("holds no more memory after a thousand uses than after the first", () => {
    const pool = open(2);
    copied(pool, 5000);
    const { held } = pool.memory;
    for (let use = 0; use < 1000; use++) copied(pool, 5000);
    expect(pool.memory).toEqual({ used: 0, held });
  });
});

describe("the process's pool", () => {
  it("can be replaced, and refuses settings that make no sense", () => {
    const twin = configureCompute({ backend: "typescript", threads: 2 });
    expect(sharedPool()).toBe(twin);
    expect(twin.threads).toBe(1);
    for (const threads of [0, 1.5, 65, Number.NaN]) {
      expect(() => configureCompute({ threads })).toThrow(
        expect.objectContaining({ code: "E_COMPUTE_OPTION" }) as Error,
      );
    }
    expect(sharedPool()).toBe(twin);
    expect(configureCompute({ threads: 1 }).backend).toBe("wasm");
  });
});
