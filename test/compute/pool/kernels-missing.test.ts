import { afterEach, expect, it, vi } from "vitest";
import { ComputePool } from "../../../src/compute/pool/pool.js";
import { configureCompute } from "../../../src/compute/pool/shared-pool.js";

vi.mock("../../../src/common/folders.js", () => ({ packageRoot: () => "/nowhere" }));

afterEach(() => {
  vi.unstubAllEnvs();
});

it("says what to do when the compiled kernels are not there", () => {
  expect(() => new ComputePool({ threads: 2, backend: "wasm" })).toThrow(
    expect.objectContaining({ code: "E_COMPUTE_KERNELS" }) as Error,
  );
});

it("falls back to the twins unless the kernels are asked for", () => {
  vi.stubEnv("MOVIOLA_KERNELS", "");
  expect(configureCompute().backend).toBe("typescript");
  vi.stubEnv("MOVIOLA_KERNELS", "wasm");
  expect(() => configureCompute()).toThrow(
    expect.objectContaining({ code: "E_COMPUTE_KERNELS" }) as Error,
  );
  vi.stubEnv("MOVIOLA_KERNELS", "fast");
  expect(() => configureCompute()).toThrow(
    expect.objectContaining({ code: "E_COMPUTE_OPTION" }) as Error,
  );
});
