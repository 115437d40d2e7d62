import type { RandomStream } from "../../compute/random.js";
import { pick } from "./plot.js";
import { firstNames, surnames, themeWords, towns, type ThemeWords } from "./words/index.js";

const numbers = ["Three", "Five", "Seven", "Nine", "Eleven", "Thirteen", "Forty"];

const patterns: readonly ((random: RandomStream, words: ThemeWords) => string)[] = [
  (random, words) => `The ${pick(random, words.titleNouns)} of ${pick(random, towns)}`,
  (random, words) =>
    `The ${pick(random, words.titleAdjectives)} ${pick(random, words.titleNouns)} of ${pick(random, towns)}`,
  (random, words) => `${possessive(pick(random, surnames))} ${pick(random, words.titleNouns)}`,
  (random, words) =>
    `${pick(random, firstNames)} and the ${pick(random, words.titleAdjectives)} ${pick(random, words.titleNouns)}`,
  (random, words) =>
    `${pick(random, numbers)} ${pick(random, words.titlePlurals)} to ${pick(random, towns)}`,
  (random, words) =>
    `${pick(random, numbers)} ${pick(random, words.titlePlurals)} for ${pick(random, firstNames)}`,
  (random, words) => `The ${pick(random, words.titleNouns)} at ${pick(random, towns)}`,
  (random, words) =>
    `${possessive(pick(random, firstNames))} ${pick(random, words.titleAdjectives)} ${pick(random, words.titleNouns)}`,
];

/**
 * An invented title in the words of a theme, none of `taken` (to which it is added). Each holds an
 * invented name or town, so that it is no real film's.
 */
export function drawTitle(random: RandomStream, theme: number, taken: Set<string>): string {
  for (;;) {
    const title = pick(random, patterns)(random, themeWords[theme]);
    if (taken.has(title)) continue;
    taken.add(title);
    return title;
  }
}

function possessive(name: string): string {
  return name.endsWith("s") ? `${name}’` : `${name}’s`;
}
