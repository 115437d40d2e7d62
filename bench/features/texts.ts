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
  const processorSeconds: number[] = [];
  for (let round = 0; round < nRounds; round++) {
    const start = performance.now();
    const before = process.cpuUsage();
    await extractor.extractAll(inputs, fitOn);
    const { user, system } = process.cpuUsage(before);
    seconds.push((performance.now() - start) / 1000);
    processorSeconds.push((user + system) / 1e6);
  }
  // It has one thread: on a machine with nothing else to do both times are the same.
  const middle = median(processorSeconds);
  console.log(
    `tfidf-lsa: ${nTexts} overviews in ${middle.toFixed(2)} s of processor time (${median(seconds).toFixed(2)} s by the clock), ${(barSeconds / middle).toFixed(2)}x the rate of the bar (${barSeconds} s, ${middle < barSeconds ? "held" : "MISSED"})`,
  );
}
