import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import sharp from "sharp";
import { afterAll } from "vitest";

const made: string[] = [];
afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A temporary folder that is removed after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "moviola-models-"));
  made.push(folder);
  return folder;
}

/**
 * Makes a model root in a temporary folder with one model: files by path, JSON for objects. The files are
 * noted as accepted, since the registry knows the real ones of these names.
 */
export function modelRoot(
  id: string,
  files: Readonly<Record<string, Buffer | string | object>>,
): string {
  const root = temporaryFolder();
  const accepted: Record<string, object> = {};
  for (const [name, content] of Object.entries(files)) {
    const path = join(root, id, name);
    mkdirSync(dirname(path), { recursive: true });
    const isRaw = typeof content === "string" || Buffer.isBuffer(content);
    const data = isRaw ? content : JSON.stringify(content);
    writeFileSync(path, data);
    const sha256 = createHash("sha256").update(data).digest("hex");
    accepted[name] = { sha256, repository: "tests", revision: "none" };
  }
  mkdirSync(join(root, id), { recursive: true });
  const text = JSON.stringify({ schema: 1, files: accepted });
  writeFileSync(join(root, id, "moviola-accepted.json"), text);
  return root;
}

/** Writes a PNG of one colour and gives its path. */
export async function flatImage(
  folder: string,
  name: string,
  colour: readonly [number, number, number],
  [width, height]: readonly [number, number] = [300, 400],
): Promise<string> {
  const path = join(folder, name);
  const [r, g, b] = colour;
  await sharp({ create: { width, height, channels: 3, background: { r, g, b } } })
    .png()
    .toFile(path);
  return path;
}
