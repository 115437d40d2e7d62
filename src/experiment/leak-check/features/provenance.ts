/** What features say of the rows and items that they were made from, held against the split. */
import type { ProvenanceRows } from "../../../features/contract.js";
import type { FeatureMatrix } from "../../../models/contract.js";
import { FindingCollector, type LeakFinding } from "../finding.js";
import type { OpenedPart, OpenedSplit } from "../opened-split.js";

type Given = readonly (readonly [string, FeatureMatrix])[];

/**
 * Reviews, tags or ratings of held-out rows in features (`E_LEAK_REVIEW`), and such as were written after
 * what the model may learn from, where the recipe promises an order of time (`E_LEAK_REVIEW_TIME`).
 */
export function reviewFindings(opened: OpenedSplit, given: Given): (LeakFinding | undefined)[] {
  const held = new FindingCollector();
  const late = new FindingCollector();
  for (const [name, { provenance }] of given) {
    if (provenance?.rows === undefined) continue;
    collectHeldOut(opened, name, provenance.rows, held);
    collectLate(opened, name, provenance.rows, late);
  }
  return [
    held.finding({
      code: "E_LEAK_REVIEW",
      summary: "Features are made from reviews, tags or ratings of held-out rows",
      remedy: 'Make them from training rows (reviewProfiles with parts: "train")',
    }),
    late.finding({
      code: "E_LEAK_REVIEW_TIME",
      summary: "Features are made from reviews or tags written after the cut",
      remedy: "Leave out what was written later than the first held-out row",
    }),
  ];
}

/** Learning from items of which no training row is known, under a recipe that holds out whole items. */
export function fittedFinding(opened: OpenedSplit, given: Given): LeakFinding | undefined {
  const { split, dataset, parts } = opened;
  if (split.recipe.name !== "cold-item") return undefined;
  const found = new FindingCollector();
  const isHeld = new Uint8Array(dataset.nItems);
  for (const { rows } of heldOut(parts)) for (const item of rows.itemIndex) isHeld[item] = 1;
  for (const item of parts[0].rows.itemIndex) isHeld[item] = 0;
  for (const [name, { provenance }] of given) {
    provenance?.fitOn?.forEach((mark, item) => {
      if (mark === 0 || isHeld[item] === 0) return;
      found.add(() => `${name}: item ${dataset.items.idOf(item)}`);
    });
  }
  return found.finding({
    code: "E_LEAK_FITTED",
    summary: "Features are fitted on items that are held out as new",
    remedy: "Extract them with `fitOn`: 1 for the items of the training part",
  });
}

function heldOut(parts: readonly OpenedPart[]): readonly OpenedPart[] {
  return parts.filter(({ name }) => name !== "train");
}

function collectHeldOut(
  { dataset, parts }: OpenedSplit,
  name: string,
  rows: ProvenanceRows,
  found: FindingCollector,
): void {
  const { users, items } = dataset;
  const placeOf = heldOutRows(parts, dataset.nItems, rows);
  rows.userIndex.forEach((user, row) => {
    const item = rows.itemIndex[row];
    const place = placeOf.get(user * dataset.nItems + item);
    if (place === undefined) return;
    found.add(() => `${name}: user ${users.idOf(user)}, item ${items.idOf(item)}: ${place}`);
  });
}

/** The place of each held-out pair that is among `rows`, such as `test row 9`. */
function heldOutRows(
  parts: readonly OpenedPart[],
  nItems: number,
  rows: ProvenanceRows,
): Map<number, string> {
  const asked = new Set<number>();
  rows.userIndex.forEach((user, row) => asked.add(user * nItems + rows.itemIndex[row]));
  const places = new Map<number, string>();
  for (const { name, rows: held } of heldOut(parts)) {
    for (let row = 0; row < held.nRows; row++) {
      const key = held.userIndex[row] * nItems + held.itemIndex[row];
      if (asked.has(key)) places.set(key, `${name} row ${row}`);
    }
  }
  return places;
}

function collectLate(
  { dataset, split, parts }: OpenedSplit,
  name: string,
  { userIndex, itemIndex, timestamp }: ProvenanceRows,
  found: FindingCollector,
): void {
  const { timeOrder } = split.recipe;
  if (timeOrder === "none" || timestamp === undefined) return;
  const slot = timeOrder === "user" ? (user: number): number => user : (): number => 0;
  const first = new Float64Array(timeOrder === "user" ? dataset.nUsers : 1).fill(Infinity);
  for (const { rows } of heldOut(parts)) {
    rows.timestamp?.forEach((time, row) => {
      const at = slot(rows.userIndex[row]);
      if (time < first[at]) first[at] = time;
    });
  }
  timestamp.forEach((time, row) => {
    const cut = first[slot(userIndex[row])];
    if (!(time > cut)) return;
    const ids = `user ${dataset.users.idOf(userIndex[row])}, item ${dataset.items.idOf(itemIndex[row])}`;
    found.add(() => `${name}: ${ids}: written at ${time}, held out from ${cut}`);
  });
}
