import { describe, expect, it } from "vitest";
import { loadRegistry, registryEntry } from "../../../src/data/download/index.js";
import { parseRegistry } from "../../../src/data/download/registry.js";

const registry = await loadRegistry();
const entry = registry[0];

describe("the download registry", () => {
  it("knows the public sets that the readers read", () => {
    const names = registry.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(["ml-100k", "ml-1m", "ml-25m", "ml-latest-small"]),
    );
  });

  it("has a hash, a size and terms for everything that it can fetch", () => {
    for (const { addresses, bytes, sha256, md5, manual } of registry) {
      if (addresses.length === 0) expect(manual).not.toBeNull();
      else {
        expect(bytes).toBeGreaterThan(0);
        expect(sha256 ?? md5).not.toBeNull();
      }
    }
  });

  it("finds an entry by name, and lists the names when there is none: E_DOWNLOAD_UNKNOWN", () => {
    expect(registryEntry(registry, "ml-1m").bytes).toBe(5_917_549);
    expect(() => registryEntry(registry, "ml-2m")).toThrow(/E_DOWNLOAD_UNKNOWN[^]*ml-100k, ml-1m/);
  });

  it.each([
    ["no JSON", "{", "JSON"],
    ["another schema", { schema: 2, datasets: [] }, "schema"],
    ["a field too many", { schema: 1, datasets: [{ ...entry, sha1: "x" }] }, "datasets.0"],
    ["a bad hash", { schema: 1, datasets: [{ ...entry, sha256: "abc" }] }, "sha256"],
    [
      "a bad address",
      { schema: 1, datasets: [{ ...entry, addresses: ["file:///x"] }] },
      "addresses",
    ],
    ["a target outside", { schema: 1, datasets: [{ ...entry, target: "../x" }] }, "target"],
    ["no way to fetch", { schema: 1, datasets: [{ ...entry, addresses: [] }] }, "manual"],
    ["a name twice", { schema: 1, datasets: [entry, entry] }, "every name once"],
  ])("refuses %s: E_DOWNLOAD_REGISTRY", (_what, value, mentions) => {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    const parse = (): unknown => parseRegistry(text, "registry.json");
    expect(parse).toThrow(/^E_DOWNLOAD_REGISTRY/);
    expect(parse).toThrow(mentions);
  });

  it("says when the file is not there: E_DOWNLOAD_REGISTRY", async () => {
    await expect(loadRegistry("/nowhere/registry.json")).rejects.toMatchObject({
      code: "E_DOWNLOAD_REGISTRY",
    });
  });
});
