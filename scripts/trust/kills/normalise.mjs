/**
 * What of a file legitimately tells the time, and is taken out before bytes are compared: when and how long something
 * ran, how much memory it held, whether a trial was found in the store (after a kill it is), and hashes over those.
 */
const timely = new Set([
  "startedAt",
  "finishedAt",
  "seconds",
  "peakMemoryBytes",
  "fromStore",
  "written",
  "execution",
]);

/** Members whose hash is over timely ones, by the name of the file. */
const hashesOverTime = [
  { file: /(^|\/)(run|manifest)\.json$/, names: ["sha256"] },
  { file: /\.moviola\/notebooks\/[0-9a-f]+\.json$/, names: ["sha256"] },
];

/** The same, for the page and the list of what is not compared. */
export const normalised = [
  "seconds, dates and peak memory in JSON (run.json, manifest.json, results of searches, executed notebooks): they tell the machine",
  "`fromStore` of a search's trials: after a kill, finished trials are found",
  "a record's hash over itself, where it is over the above",
];

/** Bytes of a file without what tells the time. */
export function normalise(path, bytes) {
  if (!/\.(json|ipynb)$/.test(path)) return bytes;
  const value = JSON.parse(bytes.toString("utf8"));
  const own = hashesOverTime.find(({ file }) => file.test(path))?.names ?? [];
  for (const name of own) delete value[name];
  return JSON.stringify(value, (name, member) => (timely.has(name) ? undefined : member));
}
