import { expect, it } from "vitest";
import { candidatesOf, type Candidate } from "../../src/papers/choose-runs.js";
import { measurePair } from "../../src/papers/measure.js";
import { rankingRun } from "../support/made-up-run.js";
import { asReal } from "./support/real-run.js";

const metric = "ndcg@10";
const options = { seed: 1, rounds: 100 };

it("only a refusal is why two sides cannot be compared; a fault of the program is thrown", () => {
  const side = (model: string, users: number[]): Candidate => {
    const run = asReal(rankingRun({ model }, [0.5, 0.25], users));
    return candidatesOf([run], metric)[0];
  };
  const [better, than] = [side("vbpr", [0, 1]), side("popularity", [0, 2])];
  expect(measurePair({ better, than }, metric, options)).toBe(
    "Runs were evaluated on different users or ratings",
  );
  const empty = { ...than, runs: [] };
  expect(() => measurePair({ better, than: empty }, metric, options)).toThrow(TypeError);
});
