/** `palette`: processor time, which other work on the machine does not lengthen by waiting. */
import type { ItemExtractor } from "../../src/features/contract.js";
import { presetEntry } from "../../src/features/registry.js";
import { median } from "./in-turns.js";

const barMs = 8;
const roundSize = 64;

/** Prints milliseconds of processor time an image, reading and decoding included. */
export async function benchPalette(paths: readonly string[]): Promise<void> {
  const extractor = (await presetEntry("palette").open({})) as ItemExtractor;
  const perImage: number[] = [];
  for (let at = 0; at + roundSize <= paths.length; at += roundSize) {
    const batch = paths.slice(at, at + roundSize).map((imagePath) => ({ imagePath }));
    const before = process.cpuUsage();
    await extractor.extract(batch);
    const { user, system } = process.cpuUsage(before);
    perImage.push((user + system) / 1000 / roundSize);
  }
  const middle = median(perImage);
  console.log(
    `palette: ${middle.toFixed(2)} ms of a core an image, ${(barMs / middle).toFixed(2)}x the rate of the bar (${barMs} ms, ${middle < barMs ? "held" : "MISSED"})`,
  );
}
