/** What the shared contract tests need to treat a recommender and a rating predictor alike. */
import { createHash } from "node:crypto";
import { expect } from "vitest";
import type { Config } from "../../src/common/json.js";
import { isMoviolaError, type ErrorCode } from "../../src/common/errors.js";
import type { AnyModel, FitInput, RatingPredictor } from "../../src/models/contract.js";
import type { ModelEntry } from "../../src/models/model-entry.js";
import { boardContent, boardFeatures, boardUsers } from "./board-content.js";
import { boardSize, checkerboard } from "./checkerboard.js";
import { contractSettings } from "./contract-settings.js";

/**
 * Input of a fit on the checkerboard that suits the entry's task, with features, content and attributes
 * for as many items and users as its training part has.
 */
export function boardInput(entry: ModelEntry, changes: Partial<FitInput> = {}): FitInput {
  const { train = checkerboard({ positivesOnly: entry.task === "ranking" }) } = changes;
  return {
    train,
    ratingScale: { minimum: 1, maximum: 5, step: 1 },
    itemContent: boardContent(train.nItems),
    userAttributes: boardUsers(train.nUsers),
    features: boardFeatures(train.nItems),
    seed: 7,
    ...changes,
  };
}

/** The settings that an entry is tested with: its defaults, or smaller ones where these are slow. */
export function testSettings({ id, defaults }: ModelEntry): Config {
  return { ...defaults, ...contractSettings[id] };
}

/** A model of the entry, fitted on the checkerboard. */
export async function fitted(
  entry: ModelEntry,
  changes: Partial<FitInput> = {},
): Promise<AnyModel> {
  const model = entry.create(testSettings(entry));
  await model.fit(boardInput(entry, changes));
  return model;
}

/** True for a model of ratings. */
export function isPredictor(model: AnyModel): model is RatingPredictor {
  return model.describe().task === "rating";
}

/** Every cell of the board, `[31 x 31]`, users without ratings and items without ratings included. */
export async function allScores(model: AnyModel): Promise<Float32Array> {
  const side = boardSize + 1;
  const users = Int32Array.from({ length: side }, (_unused, user) => user);
  if (!isPredictor(model)) return model.scoreUsers(users);
  const cells = Array.from({ length: side * side }, (_unused, cell) => cell);
  return model.predict(
    Int32Array.from(cells, (cell) => Math.floor(cell / side)),
    Int32Array.from(cells, (cell) => cell % side),
  );
}

/** Fingerprint of all bytes that a model scores with. */
export function fingerprint(model: AnyModel): string {
  const hash = createHash("sha256");
  const { arrays, numbers } = model.state();
  for (const [name, array] of Object.entries(arrays)) {
    hash.update(name);
    hash.update(Buffer.from(array.buffer, array.byteOffset, array.byteLength));
  }
  return hash.update(JSON.stringify(numbers)).digest("hex");
}

/** Expects `action` to throw, or reject, with the code. */
export async function expectCode(code: ErrorCode, action: () => unknown): Promise<void> {
  let thrown: unknown;
  try {
    await action();
  } catch (error) {
    thrown = error;
  }
  expect(isMoviolaError(thrown, code), `expected ${code}, got ${String(thrown)}`).toBe(true);
}
