import { spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Batch } from "../../../../src/compute/graph/trainer/options.js";
import { batches, dyingAt, Killed, train, wiggle } from "./small-training.js";

const code = (expected: string): Error => expect.objectContaining({ code: expected }) as Error;

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "moviola-trainer-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const checkpointsBy = (every: number, unit: "epochs" | "steps") => ({
  checkpoints: { folder, config: { model: "small" }, every, unit },
});

describe("a training that is killed and started again ends with the same bytes", () => {
  it.each([
    [1, "steps", 7],
    [3, "steps", 8],
    [5, "steps", 10],
    [7, "steps", 20],
    [1, "epochs", 13],
    [2, "epochs", 19],
    [2, "epochs", 3],
  ] as const)("checkpoints every %i %s, killed before batch %i", async (every, unit, at) => {
    const whole = await train();
    const dying = train({ batches: dyingAt(at), ...checkpointsBy(every, unit) });
    if (at < 20) await expect(dying).rejects.toThrow(Killed);
    else await dying;
    expect(await train(checkpointsBy(every, unit))).toEqual(whole);
  });

  it("whatever the cadence of evaluation and patience", async () => {
    const evaluation = {
      every: 3,
      unit: "steps",
      goal: "minimise",
      patience: 3,
      evaluate: ({ parameters }: { parameters: Readonly<Record<string, Float32Array>> }) =>
        wiggle(parameters),
    } as const;
    const whole = await train({ evaluation });
    const options = { evaluation, ...checkpointsBy(2, "steps") };
    for (const at of [5, 2]) {
      await expect(train({ ...options, batches: dyingAt(at) })).rejects.toThrow(Killed);
    }
    expect(await train(options)).toEqual(whole);
  });

  it("also by a signal, which leaves a checkpoint", async () => {
    const whole = await train();
    const control = new AbortController();
    let nAsked = 0;
    const stopped = train({
      signal: control.signal,
      batches: function* (epoch) {
        for (const batch of batches(epoch)) {
          if (nAsked++ === 8) control.abort(new Killed());
          yield batch;
        }
      },
      ...checkpointsBy(100, "steps"),
    });
    await expect(stopped).rejects.toThrow(Killed);
    expect(await readdir(folder)).toEqual(["step-000000008"]);
    expect(await train(checkpointsBy(100, "steps"))).toEqual(whole);
    const aborted = train({ signal: control.signal });
    await expect(aborted).rejects.toThrow(Killed);
  });

  it("and takes no step when it was at its end", async () => {
    const whole = await train(checkpointsBy(1, "epochs"));
    const again = await train({
      ...checkpointsBy(1, "epochs"),
      learningRate: () => {
        throw new Error("a step");
      },
    });
    expect(again).toEqual(whole);
  });

  it("and with the bytes of its checkpoints", async () => {
    const texts = async (): Promise<string[]> => {
      const names = (await readdir(folder)).sort();
      return Promise.all(
        names.map((name) => readFile(join(folder, name, "checkpoint.json"), "utf8")),
      );
    };
    await train(checkpointsBy(5, "steps"));
    const whole = await texts();
    await rm(folder, { recursive: true });
    const dying = train({ batches: dyingAt(8), ...checkpointsBy(5, "steps") });
    await expect(dying).rejects.toThrow(Killed);
    await train(checkpointsBy(5, "steps"));
    expect(await texts()).toEqual(whole);
  });

  it("and clears up after one that was killed while it saved its last checkpoint", async () => {
    const whole = await train(checkpointsBy(5, "steps"));
    const names = await readdir(folder);
    const gone = spawnSync(process.execPath, ["--version"]).pid;
    await cp(join(folder, names[0]), join(folder, "step-000000001"), { recursive: true });
    await mkdir(join(folder, `.step-000000020.tmp-${gone}-0123abcd`));
    expect(await train(checkpointsBy(5, "steps"))).toEqual(whole);
    expect(await readdir(folder)).toEqual(names);
  });

  it("but begins anew when it is told to", async () => {
    const whole = await train(checkpointsBy(1, "epochs"));
    const { checkpoints } = checkpointsBy(1, "epochs");
    let nSteps = 0;
    const again = await train({
      checkpoints: { ...checkpoints, resume: false },
      batches: function* (epoch) {
        for (const batch of batches(epoch)) {
          nSteps++;
          yield batch;
        }
      },
    });
    expect(nSteps).toBe(20);
    expect(again).toEqual(whole);
  });

  it("unless configuration, data or program are others", async () => {
    await expect(train({ batches: dyingAt(4), ...checkpointsBy(1, "steps") })).rejects.toThrow(
      Killed,
    );
    const { checkpoints } = checkpointsBy(1, "steps");
    await expect(train({ checkpoints: { ...checkpoints, config: "other" } })).rejects.toThrow(
      code("E_GRAPH_CHECKPOINT"),
    );
    const fewer = (epoch: number): Batch[] => [...batches(epoch)].slice(0, 3);
    await expect(train({ batches: fewer, checkpoints })).rejects.toThrow(
      /E_GRAPH_CHECKPOINT.*4 batches at least.*3/s,
    );
  });
});
