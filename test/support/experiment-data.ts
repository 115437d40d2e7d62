import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import { createRandom } from "../../src/compute/index.js";
import { splitPerUserRandom, type Dataset, type Split } from "../../src/data/index.js";
import { RunStore } from "../../src/experiment/index.js";
import { datasetOf, type Row } from "./dataset-of.js";

/** Users (60) and 40 films in two camps that like their own films; each pair at most once, with times. */
export function campDataset(seed = 1, nUsers = 60): Dataset {
  const random = createRandom(seed, "test/camps");
  const rows: Row[] = [];
  for (let user = 0; user < nUsers; user++) {
    for (let item = 0; item < 40; item++) {
      const isOwn = user % 2 === item % 2;
      if (random.uniform() > (isOwn ? 0.45 : 0.1)) continue;
      const rating = isOwn ? 3 + random.integer(3) : 1 + random.integer(3);
      rows.push([user, item, rating, 1000 + random.integer(10_000)]);
    }
  }
  return datasetOf(rows);
}

/** 60 / 20 / 20 of each user's rows. */
export function campSplit(dataset: Dataset, seed = 1): Split {
  return splitPerUserRandom(dataset, { train: 0.6, valid: 0.2, test: 0.2, seed });
}

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** A new folder that goes away after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "moviola-test-"));
  folders.push(folder);
  return folder;
}

/** A run store in a new folder that goes away after the test. */
export async function temporaryStore(): Promise<RunStore> {
  return new RunStore(await temporaryFolder());
}
