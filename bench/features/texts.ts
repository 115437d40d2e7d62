/** `tfidf-lsa` on overviews. */
import type { Dataset } from "../../src/data/index.js";
import type { CorpusExtractor } from "../../src/features/contract.js";
import { presetEntry } from "../../src/features/registry.js";
import { median } from "./in-turns.js";

const barSeconds = 5;
const nRounds = 3;

/** Prints the median of a few runs and how many times the bar holds it. */
export async function benchTexts(overviews: Dataset): Promise<void> {
  const extractor = (await presetEntry("tfidf-lsa").open({})) as CorpusExtractor;
  const inputs = overviews.itemContent.map(({ text }) => (text === undefined ? {} : { text }));
  const nTexts = inputs.filter((input) => "text" in input).length;
  const fitOn = new Uint8Array(inputs.length).fill(1);
  const seconds: number[] = [];
  for (let round = 0; round < nRounds; round++) {
    const start = performance.now();
    await extractor.extractAll(inputs, fitOn);
    seconds.push((performance.now() - start) / 1000);
  }
  const middle = median(seconds);
  console.log(
    `tfidf-lsa: ${nTexts} overviews in ${middle.toFixed(2)} s, ${(barSeconds / middle).toFixed(2)}x the rate of the bar (${barSeconds} s, ${middle < barSeconds ? "held" : "MISSED"})`,
  );
}
