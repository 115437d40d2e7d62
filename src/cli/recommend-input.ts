import { MoviolaError } from "../common/errors.js";
import type { RecommendCommandOptions } from "./recommend.js";

/** Throws `E_CLI_INPUT` for options of `moviola recommend` that exclude or need each other. */
export function checkInput(options: RecommendCommandOptions): void {
  const { train, data, users, out, json, similarTo, explain } = options;
  const isJson = json === true;
  if ((train === undefined) === (data === undefined)) {
    throw inputError("Recommendations need one source of ratings", {
      expected: "either --train <file> or --data <name>",
      got: train === undefined ? "neither" : "both",
      remedy: "Name a file or a data set, such as --data demo",
    });
  }
  if (similarTo !== undefined) {
    if (users === undefined && out === undefined && explain !== true) return;
    throw inputError("Similar items are for nobody in particular", {
      expected: "--similar-to without --users, --out and --explain",
      got: "one of them",
      remedy: "Ask for items like these and for lists of users in two commands",
    });
  }
  if (users === undefined && out === undefined && !isJson) {
    throw inputError("Lists of all users do not fit a terminal", {
      expected: "--users <ids>, or --out <file>, or --json",
      got: "none of them",
      remedy: "Name a few users, such as --users 1,2",
    });
  }
  if (explain === true && users === undefined && !isJson) {
    throw inputError("Reasons are shown on the terminal or in JSON, not in a file of lists", {
      expected: "--users <ids> or --json beside --explain",
      got: "neither",
      remedy: "Name a few users, such as --users 1,2",
    });
  }
}

function inputError(
  summary: string,
  details: { readonly expected: string; readonly got: string; readonly remedy: string },
): MoviolaError {
  return new MoviolaError("E_CLI_INPUT", summary, { where: "moviola recommend", ...details });
}
