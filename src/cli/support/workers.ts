import { InvalidArgumentError } from "commander";

/** Parses a number of workers from 1 up, for commander. */
export function workersOption(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("expected a whole number from 1 up.");
}
