import fc from "fast-check";
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { canonicalJson, contentHash, fileHash } from "../../src/common/index.js";

describe("contentHash", () => {
  it("is SHA-256 over length-prefixed parts", () => {
    const expected = createHash("sha256").update("2:ab1:c").digest("hex");
    expect(contentHash(["ab", "c"])).toBe(expected);
    expect(contentHash([])).toBe(createHash("sha256").digest("hex"));
  });

  it("tells apart where parts end", () => {
    expect(contentHash(["ab", "c"])).not.toBe(contentHash(["a", "bc"]));
    expect(contentHash(["a", ""])).not.toBe(contentHash(["a"]));
  });

  it("takes the bytes of a view and not of its whole buffer", () => {
    const whole = Int32Array.of(1, 2, 3, 4);
    expect(contentHash([whole.subarray(1, 3)])).toBe(contentHash([Int32Array.of(2, 3)]));
    expect(contentHash([whole])).not.toBe(contentHash([whole.subarray(1, 3)]));
  });

  it("counts text in UTF-8 bytes", () => {
    expect(contentHash(["é"])).toBe(contentHash([new TextEncoder().encode("é")]));
  });
});

describe("fileHash", () => {
  it("is what sha256sum prints", async () => {
    const folder = await mkdtemp(join(tmpdir(), "moviola-hash-"));
    try {
      await writeFile(join(folder, "abc"), "abc");
      expect(await fileHash(join(folder, "abc"))).toBe(
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
      );
      await expect(fileHash(join(folder, "absent"))).rejects.toThrow(/ENOENT/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe("canonicalJson", () => {
  it("orders keys at every depth and leaves arrays alone", () => {
    const value = { b: [{ d: 1, c: 2 }, 3], a: { z: null, y: "é" } };
    expect(canonicalJson(value)).toBe('{"a":{"y":"é","z":null},"b":[{"c":2,"d":1},3]}');
  });

  it("does not depend on the order of insertion, and loses nothing", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (record) => {
        const reversed = Object.fromEntries(Object.entries(record).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(record));
        // Through JSON once: it has no -0.
        const plain = JSON.parse(JSON.stringify(record)) as unknown;
        expect(JSON.parse(canonicalJson(record))).toEqual(plain);
      }),
    );
  });

  it("leaves out undefined members", () => {
    expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}');
  });
});
