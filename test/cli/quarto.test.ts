import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { quartoCommand } from "../../src/cli/quarto.js";
import { writeFakeQuarto } from "../report/support/fake-quarto.js";

let folder: string;
let out: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "moviola-quarto-cli-"));
  out = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += String(text);
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

const find = (...more: string[]): Promise<unknown> =>
  quartoCommand().parseAsync(["find", "--project", folder, ...more], { from: "user" });

test("find says which Quarto makes the pages, in words and as JSON", async () => {
  const path = await writeFakeQuarto(folder, { version: "1.9.38" });
  vi.stubEnv("QUARTO_PATH", path);
  await find();
  expect(out).toBe(`${path}  version 1.9.38, found by QUARTO_PATH\n`);
  out = "";
  await find("--json");
  expect(JSON.parse(out)).toEqual({
    quarto: { path, version: "1.9.38", source: "QUARTO_PATH" },
    range: ">= 1.9 < 2",
    warnings: [],
  });
});

test("find says what to do where there is none", async () => {
  vi.stubEnv("QUARTO_PATH", "");
  vi.stubEnv("PATH", "");
  await find();
  expect(out).toMatch(/built-in renderer\.\n`moviola quarto install`/);
});
