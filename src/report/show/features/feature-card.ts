import type { Features, ItemState } from "../../../features/contract.js";
import type { Displayable, MimeBundle } from "../displayable.js";
import { facts } from "../facts.js";
import { formatCount, formatNumber, formatSeconds, formatShare } from "../format.js";
import { table } from "../table/table.js";
import type { TableRow } from "../table/column.js";
import { summariseVectors, type VectorSummary } from "./vector-summary.js";

/** What each state of an item means, in the order of the card. */
const meanings: Readonly<Record<ItemState, string>> = {
  ok: "has a vector",
  truncated: "has a vector of its beginning: longer than the token limit",
  missing: "no text or no file was given",
  empty: "nothing in it can be read",
  broken: "cannot be decoded",
  "too-large": "refused for its size",
};

/**
 * A card of a feature set, which `show(features)` displays: coverage, lengths of the vectors, mean
 * cosine over all pairs before and after centring, and what became of the items by state, with one
 * example of each failure.
 */
export function featureCard(features: Features): Displayable {
  return {
    async toMimeBundle(): Promise<MimeBundle> {
      const parts = [
        await facts(keyNumbers(features, summariseVectors(features))).toMimeBundle(),
        await stateTable(features).toMimeBundle(),
      ];
      return {
        "text/plain": parts.map((part) => part["text/plain"]).join("\n\n"),
        "text/html": parts.map((part) => part["text/html"]).join(""),
      };
    },
  };
}

function keyNumbers(features: Features, summary: VectorSummary): Record<string, string> {
  const { nItems, dim, manifest } = features;
  const { minimum, median, maximum } = summary.norm;
  const ends = `${formatNumber(minimum, 2)} to ${formatNumber(maximum, 2)}`;
  return {
    items: formatCount(nItems),
    "with a vector": formatShare(nItems === 0 ? NaN : summary.nVectors / nItems),
    "numbers a vector": formatCount(dim),
    [`median length (${ends})`]: formatNumber(median, 2),
    "mean cosine": formatNumber(summary.meanCosine),
    "mean cosine, centred": formatNumber(summary.meanCosineCentred),
    [`to extract, on ${manifest.device}`]: formatSeconds(manifest.seconds),
  };
}

function stateTable({ preset, manifest, states, remarks, nItems }: Features): Displayable {
  const rows = Object.entries(meanings).flatMap(([state, meaning]): TableRow[] => {
    const count = states.filter((one) => one === state).length;
    if (count === 0) return [];
    const example = remarks[states.indexOf(state as ItemState)];
    const words = example === "" || state === "ok" ? meaning : `${meaning} (“${example}”)`;
    return [{ state, items: count, share: count / nItems, meaning: words }];
  });
  const { weights, licence } = preset;
  const model =
    weights === undefined
      ? "no weights"
      : `${weights.model} (${shortRevision(weights.revision)}), ${weights.precision}`;
  return table(rows, {
    name: `features-${preset.id}`,
    columns: [
      { key: "state", title: "State" },
      { key: "items", title: "Items", digits: "count" },
      { key: "share", title: "Share", digits: 3 },
      { key: "meaning", title: "Meaning" },
    ],
    notes: [
      `${preset.title}; ${model}; layer ${preset.layer}, pooling ${preset.pooling}. Licence: ${licence}.`,
      `Data ${manifest.dataset.name}${manifest.dataset.invented ? " (invented)" : ""}; feature set ${manifest.hash.slice(0, 16)}.`,
    ],
  });
}

/** A commit by its first digits; other names of a revision as they are. */
function shortRevision(revision: string): string {
  return /^[0-9a-f]{40}$/.test(revision) ? revision.slice(0, 12) : revision;
}
