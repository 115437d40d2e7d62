import type { Config } from "../../common/json.js";
import { createRandom, type RandomStream } from "../../compute/random.js";
import { isRange, type SearchSpace, type SettingChoices } from "../../models/search-space.js";

/** Draws in vain, a configuration wanted, before a space counts as exhausted. */
const patience = 100;

/**
 * `count` different configurations, or as many as there are found. Each setting has its own stream below
 * `name`, so that adding one does not move the values of another.
 */
export function drawCandidates(
  space: SearchSpace,
  count: number,
  seed: number,
  name: string,
): Config[] {
  const settings = Object.entries(space).map(([setting, choices]) => ({
    setting,
    choices,
    random: createRandom(seed, `${name}/${setting}`),
  }));
  const drawn = new Map<string, Config>();
  for (let draw = 0; drawn.size < count && draw < count * patience; draw++) {
    const config = Object.fromEntries(
      settings.map(({ setting, choices, random }) => [setting, drawValue(choices, random)]),
    );
    const key = JSON.stringify(config);
    if (!drawn.has(key)) drawn.set(key, config);
  }
  return [...drawn.values()];
}

function drawValue(choices: SettingChoices, random: RandomStream): string | number | boolean {
  if (!isRange(choices)) return choices[random.integer(choices.length)];
  const { low, high, scale, integer } = choices;
  const share = random.uniform();
  if (integer === true) {
    // Half a step beyond both ends, so that the ends are as likely as their neighbours.
    const value = between(Math.max(low - 0.5, Number.MIN_VALUE), high + 0.5, scale, share);
    const linear = low + Math.floor(share * (high - low + 1));
    return clamp(scale === "log" ? Math.round(value) : linear, low, high);
  }
  // Four digits say all that a search can know, and can be read and typed.
  return clamp(Number(between(low, high, scale, share).toPrecision(4)), low, high);
}

function between(low: number, high: number, scale: "linear" | "log", share: number): number {
  return scale === "linear" ? low + share * (high - low) : low * (high / low) ** share;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
