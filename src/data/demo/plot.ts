import type { RandomStream } from "../../compute/random.js";
import {
  firstNames,
  loudClosings,
  quietClosings,
  surnames,
  themeWords,
  towns,
  type ThemeWords,
} from "./words/index.js";

/** What a plot text tells of a film. */
export interface PlotBrief {
  /** `[nThemes]` shares adding up to 1. */
  readonly themeShares: Float64Array;
  /** Quiet (negative) to loud. */
  readonly pace: number;
}

/**
 * Four to six sentences: an opening of the main theme, turns whose themes are drawn by their shares,
 * and one or two closings that tell the pace. Words come from the themes' lists alone, so the text
 * says what the factors say.
 */
export function writePlot(random: RandomStream, brief: PlotBrief): string {
  const used = new Set<string>();
  const first = pickUnused(random, firstNames, used);
  const slots = new Map([
    ["first", first],
    ["name", `${first} ${pickUnused(random, surnames, used)}`],
    ["other", `${pickUnused(random, firstNames, used)} ${pickUnused(random, surnames, used)}`],
    ["town", pick(random, towns)],
  ]);
  const opening = themeWords[drawTheme(random, brief.themeShares, 0.3)];
  const sentences = [fill(random, pick(random, opening.openings), opening, slots, used)];
  const nTurns = 2 + random.integer(2);
  for (let turn = 0; turn < nTurns; turn++) {
    const words = themeWords[drawTheme(random, brief.themeShares, 0)];
    sentences.push(fill(random, pickUnused(random, words.turns, used), words, slots, used));
  }
  const closings = brief.pace < 0 ? quietClosings : loudClosings;
  const closing = random.integer(closings.length);
  // The stronger the pace, the more of the text speaks of it.
  if (Math.abs(brief.pace) > 0.25) sentences.push(closings[closing]);
  if (Math.abs(brief.pace) > 1.2) sentences.push(closings[(closing + 1) % closings.length]);
  return sentences.join(" ");
}

/** A theme drawn by its share, of those with at least the share `least`. */
function drawTheme(random: RandomStream, shares: Float64Array, least: number): number {
  const total = shares.reduce((sum, share) => sum + (share >= least ? share : 0), 0);
  let rest = total * random.uniform();
  let last = 0;
  for (let theme = 0; theme < shares.length; theme++) {
    if (shares[theme] === 0 || shares[theme] < least) continue;
    last = theme;
    rest -= shares[theme];
    if (rest < 0) break;
  }
  return last;
}

/** Puts words into the slots of a sentence. People and the town stay the same through a text. */
function fill(
  random: RandomStream,
  sentence: string,
  words: ThemeWords,
  slots: ReadonlyMap<string, string>,
  used: Set<string>,
): string {
  const text = sentence.replace(/\{(\w+)\}/g, (_slot, slot: string) => {
    const name = slots.get(slot);
    if (name !== undefined) return name;
    const list = slot === "role" ? words.roles : slot === "place" ? words.places : words.things;
    return fill(random, pickUnused(random, list, used), words, slots, used);
  });
  return sentence.startsWith("{place}") ? text[0].toUpperCase() + text.slice(1) : text;
}

/** One of a list that this text has not used yet. */
function pickUnused(random: RandomStream, list: readonly string[], used: Set<string>): string {
  const fresh = list.filter((entry) => !used.has(entry));
  const entry = pick(random, fresh);
  used.add(entry);
  return entry;
}

/** One of a list. */
export function pick<T>(random: RandomStream, list: readonly T[]): T {
  return list[random.integer(list.length)];
}
