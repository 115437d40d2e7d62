import { execFileSync, spawnSync } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { contentHash } from "../../../src/common/index.js";
import {
  codeIdentity,
  describeDevice,
  readCommit,
  readEnvironment,
  runExperiment,
  type ExperimentOptions,
} from "../../../src/experiment/index.js";
import { readIdentity } from "../../../src/experiment/manifest/code-identity.js";
import { featureHashes, runId } from "../../../src/experiment/manifest/identity.js";
import { campDataset, campSplit, temporaryFolder } from "../../support/experiment-data.js";

const ROOT = join(import.meta.dirname, "../../..");
const dataset = campDataset();
const split = campSplit(dataset);
const features = {
  text: {
    nItems: 40,
    dim: 2,
    values: new Float32Array(80).fill(1),
    missing: new Uint8Array(40),
  },
};

async function idOf(changes: Partial<ExperimentOptions>): Promise<string> {
  const standard = { dataset, split, model: "popularity", topK: [5], store: false } as const;
  return (await runExperiment({ ...standard, ...changes })).record.id;
}

describe("a run's id", () => {
  it("stays the same for the same ingredients, defaults written out or not", async () => {
    const standard = await idOf({});
    expect(await idOf({ seed: 1, mask: "train+valid", allowLeaks: [] })).toBe(standard);
    expect(await idOf({ dataset: campDataset(), split: campSplit(campDataset()) })).toBe(standard);
    expect(await idOf({ keepModel: true, onProgress: () => undefined })).toBe(standard);
  });

  const other = campDataset(2);
  it.each<[string, Partial<ExperimentOptions>]>([
    ["seed", { seed: 2 }],
    ["model", { model: "random" }],
    ["configuration", { config: { halfLifeDays: 30 } }],
    ["metrics", { metrics: ["ndcg"] }],
    ["list lengths", { topK: [6] }],
    ["relevance", { relevance: { threshold: 4 } }],
    ["mask", { mask: "train" }],
    ["accepted leaks", { allowLeaks: ["E_LEAK_TIME"] }],
    ["split", { split: campSplit(dataset, 2) }],
    ["data", { dataset: other, split: campSplit(other) }],
  ])("changes with the %s", async (_name, changes) => {
    expect(await idOf(changes)).not.toBe(await idOf({}));
  });

  it("changes with the features of a model that reads them", async () => {
    const changed = { text: { ...features.text, values: features.text.values.with(3, 2) } };
    const ids = [features, changed].map((each) => idOf({ model: "cooper", features: each }));
    expect(new Set(await Promise.all(ids)).size).toBe(2);
    expect(await idOf({ features })).toBe(await idOf({}));
  });

  it("changes with code and lockfile, not with the environment", async () => {
    const { record } = await runExperiment({ dataset, split, model: "popularity", store: false });
    const { manifest } = record;
    const with_ = (changes: object): string => runId({ ...manifest, ...changes });
    expect(with_({ code: { ...manifest.code, hash: "other" } })).not.toBe(record.id);
    expect(with_({ code: { ...manifest.code, lockfileHash: "other" } })).not.toBe(record.id);
    expect(with_({ environment: { ...manifest.environment, node: "v99" } })).toBe(record.id);
  });
});

describe("featureHashes", () => {
  it("sees values, shape and missing rows", () => {
    const { text } = features;
    const hashes = [
      text,
      { ...text, values: text.values.with(3, 2) },
      { ...text, nItems: 80, dim: 1 },
      { ...text, missing: text.missing.with(1, 1) },
    ].map((matrix) => featureHashes({ text: matrix }).text);
    expect(new Set(hashes).size).toBe(4);
    expect(featureHashes()).toEqual({});
  });
});

describe("the code's identity", () => {
  let library: string;
  let project: string;

  beforeEach(async () => {
    project = await temporaryFolder();
    library = join(project, "lib");
    for (const layer of ["common", "models/mean", "cli"]) {
      await mkdir(join(library, layer), { recursive: true });
    }
    await writeFile(join(library, "common/a.js"), "1");
    await writeFile(join(library, "models/mean/b.js"), "2");
    await writeFile(join(project, "package-lock.json"), "{}");
  });

  it("changes with any file of the layers that decide numbers, and with its name", async () => {
    const before = (await readIdentity(library, project)).hash;
    await writeFile(join(library, "models/mean/b.js"), "3");
    const changed = (await readIdentity(library, project)).hash;
    await rm(join(library, "models/mean/b.js"));
    await writeFile(join(library, "models/mean/c.js"), "3");
    const renamed = (await readIdentity(library, project)).hash;
    expect(new Set([before, changed, renamed]).size).toBe(3);
  });

  it("does not change with maps, declarations and the layers above", async () => {
    const before = await readIdentity(library, project);
    await writeFile(join(library, "common/a.js.map"), "x");
    await writeFile(join(library, "common/a.d.ts"), "x");
    await writeFile(join(library, "cli/main.js"), "x");
    expect(await readIdentity(library, project)).toEqual(before);
  });

  it("has the lockfile at or above the package, or says that there is none", async () => {
    const lockfileHash = contentHash(["{}"]);
    expect((await readIdentity(library, project)).lockfileHash).toBe(lockfileHash);
    expect((await readIdentity(library, join(library, "cli"))).lockfileHash).toBe(lockfileHash);
    await rm(join(project, "package-lock.json"));
    expect((await readIdentity(library, project)).lockfileHash).toBe("none");
  });

  it("is of the running files and this project's lockfile, once a process", async () => {
    const identity = await codeIdentity();
    expect(identity).toEqual(await readIdentity(join(ROOT, "src"), ROOT));
    expect(identity.lockfileHash).toBe(
      contentHash([await readFile(join(ROOT, "package-lock.json"))]),
    );
    expect(codeIdentity()).toBe(codeIdentity());
  });
});

const hasGit = spawnSync("git", ["--version"]).status === 0;

describe.skipIf(!hasGit)("the commit (needs git)", () => {
  function git(folder: string, ...args: string[]): string {
    const identity = ["-c", "user.name=t", "-c", "user.email=t@t", "-c", "commit.gpgsign=false"];
    return execFileSync("git", ["-C", folder, ...identity, ...args], { encoding: "utf8" }).trim();
  }

  it("is read, with whether files differ from it", async () => {
    const folder = await temporaryFolder();
    git(folder, "init", "-q");
    expect(await readCommit(folder)).toEqual({ commit: "unknown", dirty: false });
    await writeFile(join(folder, "a"), "1");
    git(folder, "add", "a");
    git(folder, "commit", "-qm", "first");
    const commit = git(folder, "rev-parse", "HEAD");
    expect(await readCommit(folder)).toEqual({ commit, dirty: false });
    await writeFile(join(folder, "a"), "2");
    expect(await readCommit(folder)).toEqual({ commit, dirty: true });
    git(folder, "commit", "-qam", "second");
    await writeFile(join(folder, "b"), "not known to git");
    expect(await readCommit(folder)).toMatchObject({ dirty: true });
  });

  it("is unknown outside a working copy and below the root of another project's", async () => {
    const folder = await temporaryFolder();
    expect(await readCommit(folder)).toEqual({ commit: "unknown", dirty: false });
    expect(await readCommit(join(folder, "not there"))).toMatchObject({ commit: "unknown" });
    git(folder, "init", "-q");
    await mkdir(join(folder, "node_modules"));
    await writeFile(join(folder, "a"), "1");
    git(folder, "add", "a");
    git(folder, "commit", "-qm", "first");
    expect(await readCommit(join(folder, "node_modules"))).toMatchObject({ commit: "unknown" });
  });
});

describe("the environment", () => {
  it("names version, Node, platform and device", async () => {
    const environment = await readEnvironment();
    const { version } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
    expect(environment).toMatchObject({ moviola: version, node: process.version });
    expect(environment.platform).toBe(`${process.platform} ${process.arch}`);
    expect(environment.device).toBe(describeDevice());
    expect(describeDevice()).toMatch(/^\S.*, \d+ cores?$/);
  });
});
