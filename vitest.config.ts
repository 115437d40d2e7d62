import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 180_000,
    hookTimeout: 240_000,
    pool: "forks",
    maxWorkers: 2,
    // Notebooks of tests do not queue behind those that somebody runs on the same machine.
    env: { MOVIOLA_NOTEBOOKS: "0" },
  },
});
