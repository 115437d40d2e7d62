import { cp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { RunStore } from "../../../src/experiment/index.js";
import {
  inspectSweep,
  planSweep,
  runSweep,
  type SweepPlan,
  type SweepSpecification,
  type UnitOutcome,
} from "../../../src/experiment/index.js";
import { campDataset, temporaryFolder, temporaryStore } from "../../support/experiment-data.js";
import { tsv } from "../../cli/support/tables.js";

const sweep: SweepSpecification = {
  datasets: [{ data: "./camps.tsv", name: "camps" }],
  splits: [{ name: "per-user-random", train: 0.6, valid: 0.2, test: 0.2 }],
  models: ["popularity", { model: "item-knn", config: { neighbours: [5, 20] } }],
  seeds: [1, 2],
  metrics: ["ndcg@10"],
};

/** A folder with ratings of two camps, and the plan of a sweep that reads them. */
async function planned(
  more: Partial<SweepSpecification> = {},
): Promise<{ folder: string; plan: SweepPlan }> {
  const folder = await temporaryFolder();
  await writeCamps(folder, 1);
  return { folder, plan: await planSweep({ ...sweep, ...more }, folder) };
}

async function writeCamps(folder: string, seed: number): Promise<void> {
  const { interactions, users, items } = campDataset(seed);
  const { userIndex, itemIndex, rating } = interactions;
  const rows = Array.from(userIndex, (user, row) => {
    return [users.idOf(user), items.idOf(itemIndex[row]), rating[row]] as const;
  });
  await writeFile(join(folder, "camps.tsv"), tsv("user item rating", rows));
}

function howOf(outcomes: ReadonlyMap<string, UnitOutcome>): string[] {
  return [...outcomes.values()].map((outcome) =>
    outcome.state === "failed" ? "failed" : outcome.fromStore ? "stored" : "made",
  );
}

async function states(plan: SweepPlan, store: RunStore): Promise<string[]> {
  return [...(await inspectSweep(plan, store)).values()].map(({ state }) => state);
}

describe("runSweep", () => {
  it("runs every unit once, and gives means over the seeds with their spread", async () => {
    const { plan } = await planned();
    const store = await temporaryStore();
    expect(await states(plan, store)).toEqual(Array(6).fill("to do"));
    const first = await runSweep(plan, { store, workers: 1 });
    expect(howOf(first.outcomes)).toEqual(Array(6).fill("made"));
    expect(first.rows.map(({ model }) => model)).toEqual([
      "popularity",
      "item-knn (neighbours 5)",
      "item-knn (neighbours 20)",
    ]);
    const { runIds, metrics } = first.rows[1];
    const values = (await store.list())
      .filter(({ id }) => runIds.includes(id))
      .map((record) => record.metrics["ndcg@10"].mean);
    expect(values).toHaveLength(2);
    expect(metrics["ndcg@10"].mean).toBeCloseTo((values[0] + values[1]) / 2, 12);
    expect(metrics["ndcg@10"].deviation).toBeCloseTo(
      Math.abs(values[0] - values[1]) / Math.SQRT2,
      12,
    );

    const again = await runSweep(plan, { store, workers: 1 });
    expect(howOf(again.outcomes)).toEqual(Array(6).fill("stored"));
    expect(again.rows).toEqual(first.rows);
    expect(await states(plan, store)).toEqual(Array(6).fill("done"));
  });

  it("gives the same records with two workers", async () => {
    const { plan } = await planned();
    const [one, two] = [await temporaryStore(), await temporaryStore()];
    await runSweep(plan, { store: one, workers: 1 });
    const result = await runSweep(plan, { store: two, workers: 2 });
    expect(howOf(result.outcomes)).toEqual(Array(6).fill("made"));
    const plain = async (store: RunStore): Promise<unknown[]> =>
      (await store.list())
        .map(({ id, metrics, curve, epochs, skippedUsers, warnings }) => {
          return { id, metrics, curve, epochs, skippedUsers, warnings };
        })
        .sort((a, b) => (a.id < b.id ? -1 : 1));
    // In TypeScript and built, the code has another hash and the runs other ids.
    const withoutIds = (runs: unknown[]): unknown[] =>
      runs.map((run) => JSON.stringify({ ...(run as object), id: "" })).sort();
    expect(withoutIds(await plain(two))).toEqual(withoutIds(await plain(one)));
  });

  it("lets a unit fail alone, and tries it again", async () => {
    const { plan, folder } = await planned({
      datasets: ["./nothing-here", { data: "./camps.tsv", name: "camps" }],
      splits: ["per-user-random", "per-user-temporal"],
      models: ["popularity", { model: "item-knn", config: { neighbours: 5 } }],
      seeds: [1],
    });
    const store = await temporaryStore();
    const { outcomes, rows } = await runSweep(plan, { store, workers: 1 });
    expect(howOf(outcomes)).toEqual([...Array<string>(4).fill("failed"), "made", "made", "failed", "failed"]); // prettier-ignore
    const codes = [...outcomes.values()].map((outcome) =>
      outcome.state === "failed" ? outcome.failure.code : "",
    );
    expect([codes[0], codes[6]]).toEqual(["E_DATA_NAME", "E_SPLIT_TIME"]);
    expect(rows.map(({ runIds }) => runIds.length)).toEqual([0, 0, 0, 0, 1, 1, 0, 0]);
    expect((await states(plan, store)).slice(2, 6)).toEqual(["failed", "failed", "done", "done"]);

    await cp(join(folder, "camps.tsv"), join(folder, "nothing-here"));
    const again = await runSweep(plan, { store, workers: 1 });
    expect(howOf(again.outcomes).slice(0, 2)).toEqual(["made", "made"]);
  });

  it("runs again what other data, a lost run or a damaged note make untrue", async () => {
    const { plan, folder } = await planned({ seeds: [1] });
    const store = await temporaryStore();
    const { rows } = await runSweep(plan, { store, workers: 1 });
    const notes = join(store.directory, "sweep-units");
    const [first] = await readdir(notes);
    await writeFile(join(notes, first), "{");
    await store.remove(rows[1].runIds[0]);
    const ids = [...plan.units.keys()];
    const mended = await runSweep(plan, { store, workers: 1 });
    expect(mended.rows).toEqual(rows);
    expect(howOf(mended.outcomes)[1]).toBe("made");
    expect(mended.outcomes.get(first.slice(0, 16))).toMatchObject({
      fromStore: ids[1] !== first.slice(0, 16),
    });

    await writeCamps(folder, 2);
    const onOther = await runSweep(plan, { store, workers: 1 });
    expect(howOf(onOther.outcomes)).toEqual(Array(3).fill("made"));
    expect(onOther.rows).not.toEqual(rows);
  });

  it("runs in disjoint shards whose stores, copied together, are the whole sweep", async () => {
    const { plan } = await planned();
    const [one, two, all] = [
      await temporaryStore(),
      await temporaryStore(),
      await temporaryStore(),
    ];
    const first = await runSweep(plan, { store: one, workers: 1, shard: { index: 1, count: 2 } });
    const second = await runSweep(plan, { store: two, workers: 1, shard: { index: 2, count: 2 } });
    expect([first.outcomes.size, second.outcomes.size]).toEqual([3, 3]);
    expect([...first.outcomes.keys(), ...second.outcomes.keys()].sort()).toEqual(
      [...plan.units.keys()].sort(),
    );
    expect((await states(plan, one)).filter((state) => state === "done")).toHaveLength(3);

    for (const part of [one, two]) await cp(part.directory, all.directory, { recursive: true });
    expect(await states(plan, all)).toEqual(Array(6).fill("done"));
    const merged = await runSweep(plan, { store: all, workers: 1 });
    expect(howOf(merged.outcomes)).toEqual(Array(6).fill("stored"));
    const whole = await runSweep(plan, { store: await temporaryStore(), workers: 1 });
    expect(merged.rows).toEqual(whole.rows);
  });

  it("stops when it is told to, and goes on later", async () => {
    const { plan } = await planned();
    const store = await temporaryStore();
    const controller = new AbortController();
    const onProgress = ({ done }: { readonly done: number }): void => {
      if (done === 2) controller.abort(new Error("enough"));
    };
    const stopped = runSweep(plan, { store, workers: 1, signal: controller.signal, onProgress });
    await expect(stopped).rejects.toThrow();
    const done = (await states(plan, store)).filter((state) => state === "done").length;
    expect(done).toBeGreaterThanOrEqual(2);
    expect(done).toBeLessThan(6);
    const { outcomes } = await runSweep(plan, { store, workers: 1 });
    expect(howOf(outcomes).filter((how) => how === "stored").length).toBe(done);
  });

  it("keeps in a note what was asked for and what answers it", async () => {
    const { plan } = await planned({ seeds: [1], models: ["popularity"] });
    const store = await temporaryStore();
    const { rows } = await runSweep(plan, { store, workers: 1 });
    const [[id, unit]] = plan.units;
    const path = join(store.directory, "sweep-units", `${id}.json`);
    const note: unknown = JSON.parse(await readFile(path, "utf8"));
    expect(note).toMatchObject({ schema: 1, id, unit, runId: rows[0].runIds[0] });
    await rm(path);
    // Without the note the run itself is found.
    expect(howOf((await runSweep(plan, { store, workers: 1 })).outcomes)).toEqual(["stored"]);
  });
});
