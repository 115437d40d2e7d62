import { InvalidArgumentError } from "commander";

/** Parses a number of seconds above 0, for commander. */
export function secondsOption(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError("expected a number of seconds above 0.");
}
