import type { Coverage } from "../../data/join/coverage.js";
import { printLine } from "../support/output.js";
import type { CheckedFeatures } from "./check-mmrec.js";
import type { CheckedDataset } from "./check.js";
import { formatBytes } from "./format-bytes.js";

/** Writes what a check found, one fact a line. */
export function printChecked(checked: CheckedDataset): void {
  const { name, invented, path, nUsers, nItems, nRatings, nActiveUsers, nRatedItems } = checked;
  printLine(`${name}${invented ? " (invented)" : ""}: ${path}`);
  const line = (label: string, text: string): void => printLine(`  ${label.padEnd(12)}${text}`);
  line("ratings", `${count(nRatings)} (density ${(100 * checked.density).toPrecision(3)} %)`);
  line("users", withActive(nUsers, nActiveUsers, "with a rating"));
  line("items", withActive(nItems, nRatedItems, "rated"));
  line("scale", scaleText(checked));
  line("times", timeText(checked));
  line("texts", coverageText(checked.text));
  line("posters", coverageText(checked.posters));
  if (checked.mmrec !== undefined) {
    const { train, valid, test } = checked.mmrec.parts;
    line("parts", `${count(train)} train, ${count(valid)} valid, ${count(test)} test`);
    for (const features of checked.mmrec.features) line("features", featuresText(features));
  }
  line("rejected", `${count(checked.rejected.count)} rows`);
  for (const { file, line: number, reason } of checked.rejected.examples) {
    line("", `${file}:${number}: ${reason}`);
  }
  for (const source of checked.sources) {
    line("read", `${source.path} (${formatBytes(source.bytes)}, sha256 ${source.sha256})`);
  }
  for (const file of checked.knownFiles) line("known", knownText(file));
  line("licence", checked.licence);
  line("hash", checked.contentHash);
}

function featuresText({ modality, nItems, dim, nMissing }: CheckedFeatures): string {
  const holes = nMissing === 0 ? "" : `, ${count(nMissing)} items without`;
  return `${modality}: ${count(nItems)} x ${count(dim)}${holes}`;
}

function knownText({ path, state, expected, got }: CheckedDataset["knownFiles"][number]): string {
  if (state === "same") return `${path}: as published`;
  if (state === "absent") return `${path}: not there`;
  const published = `${expected.bytes} bytes, sha256 ${expected.sha256}`;
  return `${path}: DIFFERS from the published file (${published}; here ${got?.bytes} bytes, sha256 ${got?.sha256})`;
}

function scaleText({ ratingScale, ratingMean, ratingStandardDeviation }: CheckedDataset): string {
  const { minimum, maximum, step } = ratingScale;
  const spread = `mean ${ratingMean.toFixed(3)}, standard deviation ${ratingStandardDeviation.toFixed(3)}`;
  return `${minimum} to ${maximum} by ${step}; ${spread}`;
}

function timeText({ timeSpan }: CheckedDataset): string {
  if (timeSpan === undefined) return "none";
  const day = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);
  const unknown = timeSpan.nUnknown === 0 ? "" : `, ${count(timeSpan.nUnknown)} rows without`;
  return `${day(timeSpan.first)} to ${day(timeSpan.last)}${unknown}`;
}

function coverageText({ nItemsWith, itemShare, ratingShare }: Coverage): string {
  if (nItemsWith === 0) return "none";
  return `${count(nItemsWith)} items (${percent(itemShare)}; ${percent(ratingShare)} of the ratings)`;
}

function withActive(total: number, active: number, what: string): string {
  return total === active ? count(total) : `${count(total)}, ${count(active)} ${what}`;
}

/** Grouped by commas whatever the machine's language. */
function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
