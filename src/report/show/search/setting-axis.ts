import { isRange, type SettingChoices } from "../../../models/search-space.js";

type Value = string | number | boolean;

/** An axis of one setting: where each value stands, and which values are written beside it. */
export interface SettingAxis {
  readonly name: string;
  /** 0 at the foot, 1 at the head; undefined for a value that was not searched over. */
  readonly place: (value: Value | undefined) => number | undefined;
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
}

/** Most values that are written beside an axis. */
const maximumTicks = 8;

/**
 * Lists of values stand at equal distances, numbers in ascending order; a range is linear or
 * logarithmic as it was drawn from.
 */
export function settingAxis(name: string, choices: SettingChoices): SettingAxis {
  return isRange(choices) ? rangeAxis(name, choices) : listAxis(name, choices);
}

function listAxis(name: string, choices: readonly Value[]): SettingAxis {
  const isNumeric = choices.every((value) => typeof value === "number");
  const values = [...new Set(choices)];
  if (isNumeric) values.sort((one, other) => Number(one) - Number(other));
  const placeOf = (at: number): number => (values.length === 1 ? 0.5 : at / (values.length - 1));
  const step = Math.ceil(values.length / maximumTicks);
  const ticks = values
    .map((value, at) => ({ at: placeOf(at), text: valueText(value) }))
    .filter((_tick, at) => at % step === 0);
  const place = (value: Value | undefined): number | undefined => {
    const at = value === undefined ? -1 : values.indexOf(value);
    return at < 0 ? undefined : placeOf(at);
  };
  return { name, place, ticks };
}

function rangeAxis(name: string, range: Exclude<SettingChoices, readonly Value[]>): SettingAxis {
  const { low, high, scale } = range;
  const onScale = scale === "log" ? Math.log : (value: number): number => value;
  const width = onScale(high) - onScale(low);
  const placeOf = (value: number): number =>
    width > 0 ? (onScale(value) - onScale(low)) / width : 0.5;
  const inner = scale === "log" ? powersOfTen(low, high) : low === high ? [] : [(low + high) / 2];
  const far = (value: number): boolean => Math.min(placeOf(value), 1 - placeOf(value)) > 0.06;
  const ticks = [...new Set([low, ...inner.filter(far), high])].map((value) => ({
    at: placeOf(value),
    text: valueText(value),
  }));
  const place = (value: Value | undefined): number | undefined =>
    typeof value === "number" ? Math.min(1, Math.max(0, placeOf(value))) : undefined;
  return { name, place, ticks };
}

function powersOfTen(low: number, high: number): number[] {
  const first = Math.ceil(Math.log10(low));
  const last = Math.floor(Math.log10(high));
  const step = Math.ceil((last - first + 1) / maximumTicks);
  const powers: number[] = [];
  for (let power = first; power <= last; power += step) powers.push(10 ** power);
  return powers;
}

/** A value of a setting as short as three digits allow: `0.0123`, `1.2e-5`, `tf-idf`. */
export function valueText(value: Value | undefined): string {
  if (typeof value !== "number") return value === undefined ? "–" : String(value);
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value);
  const text = Number(value.toPrecision(3)).toString();
  const short =
    Math.abs(value) < 1e-3 || Math.abs(value) >= 1e6
      ? Number(value.toPrecision(3)).toExponential()
      : text;
  return short.replace("e+", "e").replace("-", "−");
}
