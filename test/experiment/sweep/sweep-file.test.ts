import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isMoviolaError } from "../../../src/common/errors.js";
import { readSweep } from "../../../src/experiment/index.js";
import { temporaryFolder } from "../../support/experiment-data.js";

const sound = {
  datasets: ["demo"],
  splits: ["per-user-random"],
  models: ["popularity"],
};

/** `where`, `expected` and `got` of the fault that reading the content finds. */
async function faultOf(content: unknown): Promise<[string, string, string]> {
  const folder = await temporaryFolder();
  const path = join(folder, "sweep.json");
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  try {
    await readSweep(path);
  } catch (error) {
    if (!isMoviolaError(error, "E_SWEEP_FILE")) throw error;
    const { where = "", expected = "", got = "", remedy } = error.details;
    expect(remedy).toMatch(/\w/);
    return [where.replace(folder, "F"), expected, got];
  }
  throw new Error("no fault was found");
}

describe("a sweep's file", () => {
  it.each([
    [{ ...sound, models: [] }, "models", "at least one entry"],
    [{ ...sound, seeds: [1, -1] }, "seeds[1]", "at least 0"],
    [{ ...sound, seeds: 3 }, "seeds", "an array"],
    [{ ...sound, mask: "all" }, "mask", "one of train+valid, train, none"],
    [{ ...sound, model: [] }, "the file", "only members that a sweep knows"],
    [{ datasets: ["demo"], splits: ["mmrec"] }, "models", "an array"],
    [
      { ...sound, datasets: [{ data: "demo", treshold: 4 }] },
      "datasets[0]",
      "only members that a sweep knows",
    ],
    [
      { ...sound, datasets: [{ data: "demo", threshold: "4" }] },
      "datasets[0].threshold",
      "a number",
    ],
    [{ ...sound, datasets: ["demo", "demo"] }, "datasets[1]", "a name of its own"],
    [
      { ...sound, splits: [{ name: "per-user-random", train: [0.8] }] },
      "splits[0].train",
      "a text, a number, true or false",
    ],
    [{ ...sound, splits: [{ name: "k-fold", folds: "5" }] }, "splits[0].folds", "a number"],
    [
      { ...sound, splits: [{ name: "k-fold", train: 0.8 }] },
      "splits[0].train",
      "folds, fold, valid",
    ],
    [{ ...sound, splits: [{ name: "mmrec", seed: 1 }] }, "splits[0].seed", "no settings"],
    [
      { ...sound, models: [{ model: "item-knn", config: { neighbours: [] } }] },
      "models[0].config.neighbours",
      "at least one entry",
    ],
    [{ ...sound, metrics: ["rmse"] }, /^metrics \(.*popularity/, /ndcg/],
    [{ ...sound, metrics: ["ndcg@0"] }, /^metrics/, /./],
    [{ ...sound, models: ["nothing"] }, /^models\[0\]\.model/, /popularity/],
    [
      { ...sound, models: ["random", { model: "item-knn", config: { neighbors: 5 } }] },
      /^models\[1\]\.config /,
      /./,
    ],
    [
      { ...sound, models: [{ model: "item-knn", configs: { small: { neighbours: -1 } } }] },
      /^models\[0\]\.configs\.small /,
      /./,
    ],
    [
      { ...sound, datasets: [{ data: "demo", threshold: 4 }], models: ["bias"] },
      "models[0]",
      /ranking models/,
    ],
    [
      { ...sound, models: [{ model: "item-knn", tuned: { other: "no.json" } }] },
      "models[0].tuned",
      /"demo"/,
    ],
    ["{", "F/sweep.json", "JSON"],
  ])("%j is refused at %s", async (content, where, expected) => {
    const [foundWhere, foundExpected, got] = await faultOf(content);
    expect(foundWhere).toEqual(typeof where === "string" ? where : expect.stringMatching(where));
    expect(foundExpected).toEqual(
      typeof expected === "string" ? expected : expect.stringMatching(expected),
    );
    expect(got).toMatch(/\S/);
  });

  it("that is not there, or whose lists multiply without end, is refused", async () => {
    const missing = readSweep("/no/such/sweep.json");
    await expect(missing).rejects.toMatchObject({ code: "E_SWEEP_FILE" });
    const values = Array.from({ length: 101 }, (_unused, at) => at + 1);
    const config = { neighbours: values, shrinkage: values };
    const [where, , got] = await faultOf({ ...sound, models: [{ model: "item-knn", config }] });
    expect([where, got]).toEqual(["models[0].config", "10201"]);
  });
});
