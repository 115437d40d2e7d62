/** The folder in which all cases of a run are tried, one after the other at one place. */
import { mkdirSync, mkdtempSync, rmSync, renameSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runGroup } from "./group.mjs";
import { program } from "./library.mjs";
import { normalise } from "./normalise.mjs";
import { leftovers, snapshot } from "./tree.mjs";

/** What is made once: the demo set drawn, a split of it, an older model, a site. */
export async function openWorkshop(root) {
  const base = mkdtempSync(join(tmpdir(), "trust-kills-"));
  const workshop = new Workshop(root, base);
  await workshop.prepare();
  return workshop;
}

class Workshop {
  constructor(root, base) {
    this.root = root;
    this.base = base;
    this.shared = join(base, "shared");
    this.folder = join(base, "case");
    this.temporary = join(base, "tmp");
    this.log = join(base, "changes");
    this.nFailed = 0;
  }

  async prepare() {
    mkdirSync(this.shared);
    this.clear();
    const split = "data split demo --recipe per-user-random --threshold 4 --out split".split(" ");
    for (const words of [["data", "get", "demo"], split]) {
      await this.must(program(this.root, ...words));
    }
    renameSync(join(this.folder, "split"), join(this.shared, "split"));
    const { training } = await import("./phases/training.mjs");
    await this.must([...training.words({ root: this.root }), "2"]);
    renameSync(join(this.folder, "model"), join(this.shared, "model"));
    this.clear();
  }

  /** An empty place for the next case. */
  clear() {
    for (const folder of [this.folder, this.temporary]) {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder);
    }
  }

  /** Lays a case out: phase, place in the list of cases, what the phase opened. */
  lay(phase, place, opened) {
    this.clear();
    phase.lay({ ...opened, shared: this.shared, folder: this.folder, place });
  }

  /** Runs what the phase runs, with a kill where `moment` says so. */
  async run(phase, place, moment = {}) {
    const given = { root: this.root, folder: this.folder, place };
    return this.call(phase.words(given), phase.environment?.(given) ?? {}, moment);
  }

  async call(words, environment = {}, moment = {}) {
    const { at, side, counts, ...rest } = moment;
    rmSync(this.log, { force: true });
    const change = at === undefined && counts !== true ? undefined : { log: this.log, at, side };
    const own = { ...this.environment(), ...environment, ...moment.environment };
    return runGroup(words, { ...rest, folder: this.folder, environment: own, change });
  }

  /** Runs something that has to work. */
  async must(words, environment) {
    const end = await this.call(words, environment);
    if (end.code !== 0) throw new Error(`${words.join(" ")} gave ${end.code}: ${end.text}`);
    return end;
  }

  /** What a phase prepares with. */
  hands() {
    const { root, folder, shared } = this;
    return { root, folder, shared, call: (words) => this.must(words({ root, folder })) };
  }

  /** Changes of the disk that the last counted call made. */
  nChanges() {
    return statSync(this.log, { throwIfNoEntry: false })?.size ?? 0;
  }

  snapshot() {
    return snapshot(this.folder, normalise);
  }

  leftovers() {
    return [...leftovers(this.folder), ...leftovers(this.temporary).map((path) => `tmp/${path}`)];
  }

  /** Keeps what a failed case left, for whoever looks into it. */
  keep() {
    const kept = join(this.base, `failed-${++this.nFailed}`);
    renameSync(this.folder, kept);
    mkdirSync(this.folder);
    return kept;
  }

  close() {
    if (this.nFailed === 0) rmSync(this.base, { recursive: true, force: true });
  }

  environment() {
    return {
      MOVIOLA_CACHE: join(this.shared, "cache"),
      MOVIOLA_DATA: join(this.shared, "none"),
      MOVIOLA_OFFLINE: "",
      MOVIOLA_RUNS: "",
      MOVIOLA_THREADS: "2",
      TMPDIR: this.temporary,
    };
  }
}
