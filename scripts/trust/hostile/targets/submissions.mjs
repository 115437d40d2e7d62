/** Folders of hand-ins as `moviola score --submissions` marks them: each file measured or refused, by itself. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { library } from "../library.mjs";
import { smallDataset, withFolder } from "../seed-files.mjs";
import { rows } from "./ratings.mjs";

const { makeSplit } = await library("data/index.js");
const { markSubmissions } = await library("cli/submissions/mark-submissions.js");
const { rankingMarker, ratingMarker } = await library("cli/submissions/marker.js");

let givenPromise;
const given = () => (givenPromise ??= givenData());

async function givenData() {
  const dataset = await smallDataset(rows);
  return { dataset, split: makeSplit(dataset, { name: "per-user-random", seed: 1 }) };
}

const lines = (head, cells) => Buffer.from(`${head}\n${cells.join("\n")}\n`);
const lists = lines(
  "user\titem\tscore\trank",
  rows.map(([user, item], at) => `u${user}\ti${item}\t${1 - at / 100}\t${1 + (at % 5)}`),
);
const comma = lines(
  "user,item,score",
  rows.map(([user], at) => `u${user},i${1 + ((at * 3) % 10)},${at / 50}`),
);
const ratings = (shift) =>
  lines(
    "user,item,prediction",
    rows.map(([user, item, rating]) => `u${user},i${item},${Math.min(5, rating + shift)}`),
  );

const handIns = {
  "anna.tsv": lists,
  "ben.csv": comma,
  "carla/recommendations.tsv.gz": gzipSync(lists),
  "<b onclick=x>.tsv": lists,
};
const predictions = {
  "anna.csv": ratings(0.5),
  "ben/predictions.csv": ratings(0),
  "carla.txt": ratings(-1),
};
const formsOf = (files) =>
  Object.fromEntries(
    Object.keys(files).map((name) => [name, name.endsWith(".gz") ? "bytes" : "text"]),
  );

async function markerOf(name) {
  const data = await given();
  if (name === "lists") return rankingMarker(data, "ndcg@5", 1);
  const { users, items } = data.dataset;
  const { interactions } = data.split.train;
  const test = {
    nRows: interactions.nRows,
    user: Array.from(interactions.userIndex, (user) => users.ids[user]),
    item: Array.from(interactions.itemIndex, (item) => items.ids[item]),
    rating: interactions.rating,
  };
  return ratingMarker(data, test, "rmse", 1);
}

async function mark(folder, name) {
  const limits = { rows: 500 };
  return markSubmissions({ folder, marker: await markerOf(name), baselines: [], limits, seed: 1 });
}

/** Marks of the sound files by name: a hand-in that was not touched keeps its own, whatever lies beside it. */
const soundMarks = new Map();

async function soundMarksOf({ name, files }) {
  if (!soundMarks.has(name)) {
    const marking = await withFolder(async (folder) => {
      for (const [file, bytes] of Object.entries(files)) {
        await mkdir(dirname(join(folder, file)), { recursive: true });
        await writeFile(join(folder, file), bytes);
      }
      return mark(folder, name);
    });
    soundMarks.set(name, marksOf(marking));
  }
  return soundMarks.get(name);
}

const marksOf = ({ rows: marked }) => new Map(marked.map(({ name, value }) => [name, value.mean]));
const handInOf = (file) => file.split("/")[0].replace(/\.(tsv|csv|txt)$/, "");

async function markingFault(marking, { seed, files }) {
  const { rows: marked, refused } = marking;
  const names = new Set(Object.keys(files).map(handInOf));
  if (marked.length + refused.length !== names.size)
    return `${marked.length} marked and ${refused.length} refused of ${names.size}`;
  const odd = refused.find(({ reason }) => !reason || /\b\w*Error\b/.test(reason));
  if (odd !== undefined) return `${odd.name} refused: ${odd.reason}`;
  const strange = marked.find(({ value: { mean } }) => !Number.isFinite(mean) || mean < 0);
  if (strange !== undefined) return `${strange.name} has ${strange.value.mean}`;
  const touched = new Set(
    Object.keys(files)
      .filter((name) => !files[name].equals(seed.files[name]))
      .map(handInOf),
  );
  const marks = marksOf(marking);
  for (const [name, sound] of await soundMarksOf(seed)) {
    if (!touched.has(name) && marks.get(name) !== sound)
      return `${name}: ${marks.get(name)}, not ${sound}`;
  }
  return undefined;
}

export const submissionTargets = [
  {
    name: "submissions",
    weight: 6,
    seeds: [
      { name: "lists", files: handIns, forms: formsOf(handIns) },
      { name: "ratings", files: predictions, forms: formsOf(predictions) },
    ],
    read: async (folder, context) => {
      const marking = await mark(folder, context.seed.name);
      return { code: marking.refused[0]?.code, fault: await markingFault(marking, context) };
    },
    /** A touched file that is refused ended in its error; that the others were marked is checked before. */
    codeOf: ({ code, fault }) => (fault === undefined ? code : undefined),
    check: ({ fault }) => fault,
  },
];
