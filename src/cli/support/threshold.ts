import { MoviolaError } from "../../common/errors.js";
import { modelEntry } from "../../models/registry.js";

/** Throws `E_CLI_INPUT` for a threshold with a rating predictor: every rating would be 1. */
export function refuseThreshold(model: string, threshold: number | undefined): void {
  if (threshold === undefined || modelEntry(model).task === "ranking") return;
  throw new MoviolaError("E_CLI_INPUT", "A threshold turns ratings into positives", {
    where: `--threshold ${threshold}, model "${model}"`,
    expected: "a ranking model with --threshold",
    got: "a rating predictor, for which every rating would be 1",
    remedy: "Leave --threshold out, or take a ranking model: `moviola models`",
  });
}
