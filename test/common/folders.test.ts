import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cacheFolder, isClone, packageRoot } from "../../src/common/folders.js";

describe("the package's folders", () => {
  it("finds the root by its package.json", () => {
    expect(existsSync(join(packageRoot(), "src", "common", "folders.ts"))).toBe(true);
  });

  it("tells a clone from an installed package", () => {
    expect(isClone(packageRoot())).toBe(true);
    expect(isClone(join(packageRoot(), "node_modules", "vitest"))).toBe(false);
  });

  it("keeps caches in the clone unless told otherwise", () => {
    expect(cacheFolder({})).toBe(join(packageRoot(), ".moviola"));
    expect(cacheFolder({ MOVIOLA_CACHE: "" })).toBe(join(packageRoot(), ".moviola"));
    expect(cacheFolder({ MOVIOLA_CACHE: "/somewhere" })).toBe("/somewhere");
  });
});
