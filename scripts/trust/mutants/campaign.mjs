/** All mutants of one folder against its tests, in a seeded order, so that a stopped run is a random sample. */
import { measureBaseline } from "./baseline.mjs";
import { compileMutant } from "./enumerate.mjs";
import { sourcesOf, testsOf } from "./folders.mjs";
import { hashOf, hashOfFiles, openResults } from "./store.mjs";

/** Mutants until the worker is replaced, after the tests that killed were seen to pass without a mutant. */
const batchSize = 100;

/**
 * Tries the mutants of `folder` until `until` (milliseconds of `performance.now`) or `most` of them. Resolves to
 * `{ results, nMutants, tests, slow }`: results have `status`, `by` and the mutant.
 */
export async function tryMutants(options) {
  const { root, seed, folder, mutants, supervisor, say } = options;
  const { until = Infinity, most = mutants.length } = options;
  const chosen = choose(root, mutants, seed, most);
  const store = openResults(root, folder.name);
  const hashes = hashesOf(root, folder);
  const hash = hashOf(hashes.all + chosen.map(({ id }) => id).join("\n"));
  const baseline = await measureBaseline({ root, folder, mutants: chosen, supervisor, hash });
  const open = chosen.filter((mutant) => !isKnown(store.results.get(mutant.id), mutant, hashes));
  say(`${folder.name}: ${chosen.length} mutants, ${open.length} to try, ${baseline.nTests} tests`);
  const killers = new Map();
  for (let at = 0; at < open.length && performance.now() < until; at += batchSize) {
    const batch = open.slice(at, at + batchSize);
    const results = await tryBatch({ batch, baseline, supervisor, store, hashes, killers, until });
    const alive = results.filter(({ status }) => status === "survived" || status === "uncovered");
    say(`${folder.name}: ${at + results.length} of ${open.length}, ${alive.length} more alive`);
  }
  const done = chosen.filter((mutant) => isKnown(store.results.get(mutant.id), mutant, hashes));
  const results = done.map((mutant) => ({ ...mutant, ...store.results.get(mutant.id) }));
  return { results, nMutants: mutants.length, ...baseline };
}

/** The first `most` mutants in the order of the seed, with their code, without those that change nothing. */
function choose(root, mutants, seed, most) {
  const ranked = mutants.map((mutant) => ({ mutant, rank: hashOf(`${seed} ${mutant.id}`) }));
  return ranked
    .sort((one, other) => (one.rank < other.rank ? -1 : 1))
    .slice(0, most)
    .map(({ mutant }) => ({ ...mutant, ...compileMutant(root, mutant) }))
    .filter(({ code }) => code !== undefined);
}

function hashesOf(root, folder) {
  const each = (paths) =>
    Object.fromEntries(paths.map((path) => [path, hashOfFiles(root, [path])]));
  const files = { ...each(sourcesOf(root, folder)), ...each(testsOf(root, folder)) };
  return { files, all: hashOf(JSON.stringify(files)) };
}

/**
 * A kill stands while the mutated file and the file of the test that killed are the same; a survivor only while
 * nothing in the folder and its tests changed.
 */
function isKnown(result, mutant, { files, all }) {
  if (result === undefined || result.hash !== files[mutant.path]) return false;
  if (result.status === "survived" || result.status === "uncovered") return result.all === all;
  return result.test === undefined ? result.all === all : files[result.test] === result.testHash;
}

async function tryBatch({ batch, baseline, supervisor, store, hashes, killers, until }) {
  const results = [];
  for (const mutant of batch) {
    if (performance.now() > until) break;
    const first = store.results.get(mutant.id)?.testId;
    const outcome = await tryMutant({ mutant, baseline, supervisor, killers, first });
    const hash = hashes.files[mutant.path];
    const testHash = hashes.files[outcome.test];
    results.push({ id: mutant.id, hash, all: hashes.all, ...outcome, testHash });
    store.add(results.slice(-1));
  }
  const wrong = await failsUnchanged(results, baseline, supervisor);
  supervisor.close();
  if (wrong !== undefined) {
    store.add(results.map(({ id }) => ({ id, status: "void" })));
    throw new Error(`a test fails without a mutant: ${wrong}`);
  }
  return results;
}

async function failsUnchanged(results, { tests }, supervisor) {
  const ids = new Set(results.map(({ testId }) => testId));
  const groups = groupsOf(tests.filter(({ id }) => ids.has(id)));
  const request = { kind: "mutant", groups, testTimeout: 60_000 };
  const { failed, isTimedOut, isCrashed } = await supervisor.ask(request, 120);
  if (isTimedOut || isCrashed) return "the run of all of them does not end";
  return failed && `${failed.name}: ${failed.message}`;
}

async function tryMutant({ mutant, baseline, supervisor, killers, first }) {
  const reaching = baseline.testsOf(mutant);
  if (reaching.length === 0) return { status: "uncovered" };
  const favourite = first ?? favouriteOf(killers.get(mutant.path), reaching);
  const likely = reaching.filter(({ id }) => id === favourite);
  const others = reaching.filter(({ id }) => id !== favourite);
  const groups = [...groupsOf(likely), ...groupsOf(others)];
  const seconds = 4 + (3 * reaching.reduce((sum, { ms }) => sum + ms, 0)) / 1000;
  const changed = { path: mutant.path, code: mutant.code };
  const request = { kind: "mutant", changed, groups, testTimeout: 1000 * (5 + seconds) };
  const { failed, isTimedOut, isCrashed } = await supervisor.ask(request, seconds);
  if (isTimedOut) return { status: "timed out" };
  if (isCrashed) return { status: "killed", by: "the process ended" };
  if (failed === undefined) return { status: "survived", nTests: reaching.length };
  if (failed.id !== undefined) count(killers, mutant.path, failed.id);
  const test = reaching.find(({ id }) => id === failed.id)?.path;
  return { status: "killed", by: failed.name, testId: failed.id, test };
}

function count(killers, path, id) {
  const ofFile = killers.get(path) ?? new Map();
  ofFile.set(id, (ofFile.get(id) ?? 0) + 1);
  killers.set(path, ofFile);
}

/** The test that killed most mutants of this file so far. */
function favouriteOf(counts, reaching) {
  if (counts === undefined) return undefined;
  const known = reaching.filter(({ id }) => counts.has(id));
  return known.sort((one, other) => counts.get(other.id) - counts.get(one.id))[0]?.id;
}

/** Tests by file, quick ones before slow ones, cheap files first. */
function groupsOf(tests) {
  const groups = new Map();
  for (const { id, path, ms } of tests) {
    const key = `${ms < 50 ? 0 : ms < 500 ? 1 : 2} ${path}`;
    const group = groups.get(key) ?? { path, ids: [], ms: 0 };
    group.ids.push(id);
    group.ms += ms;
    groups.set(key, group);
  }
  return [...groups.values()].sort((one, other) => one.ms - other.ms);
}
