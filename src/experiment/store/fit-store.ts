import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { isMoviolaError } from "../../common/errors.js";
import { removeStaleTemporaries, temporaryName, writeJsonAtomic } from "../../common/files.js";
import { canonicalJson, contentHash } from "../../common/hash.js";
import { placeFolder } from "../../common/place-folder.js";
import type { CurvePoint } from "../../models/contract.js";
import { loadModel } from "../../models/load-model.js";
import { saveModel } from "../../models/save-model.js";
import type { FittedModel } from "../fit-model.js";

const reportFile = "fit.json";
const modelFolder = "model";

const reportSchema = z.object({
  schema: z.literal(1),
  id: z.string(),
  epochs: z.number().int().nonnegative(),
  seconds: z.number().nonnegative(),
  curve: z.array(z.looseObject({})),
  sha256: z.string(),
});

/**
 * Fitted models on disk, in `fits` in the folder of the runs: one folder a fit, named by its id (see
 * `fitId`), with `fit.json` (epochs, curve, seconds) and the model as `saveModel` writes it. A folder
 * appears by one rename. A damaged fit counts as none, and the next one replaces it.
 */
export class FitStore {
  readonly directory: string;

  /** `runsDirectory`: the folder of a `RunStore`. */
  constructor(runsDirectory: string) {
    this.directory = join(runsDirectory, "fits");
  }

  /** The fit with this id, verified; undefined when it is not there, or not sound. */
  async read(id: string): Promise<FittedModel | undefined> {
    const folder = join(this.directory, id);
    const bytes = await readFile(join(folder, reportFile)).catch(() => undefined);
    const kept = bytes === undefined ? undefined : parseReport(bytes, id);
    if (kept === undefined) return undefined;
    try {
      const model = await loadModel(join(folder, modelFolder));
      return { model, report: { epochs: kept.epochs, curve: kept.curve }, seconds: kept.seconds };
    } catch (error) {
      if (isMoviolaError(error, "E_MODEL_FILE")) return undefined;
      throw error;
    }
  }

  /** Keeps a fit; one that is there and sound stays. */
  async write(id: string, { model, report, seconds }: FittedModel): Promise<void> {
    const folder = join(this.directory, id);
    await mkdir(this.directory, { recursive: true });
    await removeStaleTemporaries(this.directory);
    const temporary = temporaryName(folder);
    try {
      await mkdir(temporary);
      await saveModel(model, join(temporary, modelFolder));
      const { epochs, curve } = report;
      // Through JSON, so that the hash is over what a reader will parse.
      const content = JSON.parse(
        JSON.stringify({ schema: 1, id, epochs, seconds, curve }),
      ) as Report;
      await writeJsonAtomic(join(temporary, reportFile), { ...content, sha256: hashOf(content) });
      await placeFolder(temporary, folder, () => this.read(id));
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  }
}

interface Report {
  readonly epochs: number;
  readonly seconds: number;
  readonly curve: readonly CurvePoint[];
}

function parseReport(bytes: Buffer, id: string): Report | undefined {
  try {
    const { sha256, ...content } = reportSchema.parse(JSON.parse(bytes.toString("utf8")));
    const report = content as unknown as Report;
    return content.id === id && hashOf(report) === sha256 ? report : undefined;
  } catch {
    return undefined;
  }
}

function hashOf(report: Report): string {
  return contentHash([canonicalJson(report)]);
}
