import { resolve } from "node:path";
import { Command, Option } from "commander";
import { modelRoots } from "../features/neural/model-roots.js";
import { presetEntry } from "../features/registry.js";
import { getModel, type GetModelResult } from "../features/weights/get-model.js";
import { loadModelRegistry } from "../features/weights/model-registry.js";
import { formatBytes } from "./data/format-bytes.js";
import { printJson, printLine, withTerminalProgress } from "./support/output.js";

interface GetSettings {
  readonly to?: string;
  readonly precision?: "fp32" | "fp16" | "q8";
  readonly revision?: string;
  readonly model?: string;
  readonly hub?: string;
  readonly registry?: string;
  readonly acceptUnverified?: boolean;
  readonly json?: boolean;
}

/** `moviola models get <preset>`: fetches and checks the weights of a feature preset. */
export function modelsGetCommand(): Command {
  return new Command("get")
    .description("fetch the weights of a feature preset and check their hashes")
    .argument("<preset>", "id of a feature preset, such as minilm")
    .option("--to <folder>", "model folder to put it in (default: the first of those looked in)")
    .addOption(
      new Option(
        "--precision <name>",
        "which of the model's files (default: the preset's)",
      ).choices(["fp32", "fp16", "q8"]),
    )
    .option("--revision <commit>", "commit at the hub, 40 digits (default: the registry's)")
    .option("--model <repository>", "another repository, such as organisation/model")
    .option("--hub <address>", "another hub, such as a mirror")
    .option("--registry <file>", "a registry of your own")
    .option("--accept-unverified", "take files whose hash the registry does not know")
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nExample:\n  $ moviola models get minilm")
    .action(get);
}

async function get(preset: string, settings: GetSettings): Promise<void> {
  const entry = presetEntry(preset);
  const registry = await loadModelRegistry(settings.registry);
  const json = settings.json === true;
  const stop = new AbortController();
  const onInterrupt = (): void => stop.abort();
  process.once("SIGINT", onInterrupt);
  const { revision, model, hub, acceptUnverified } = settings;
  try {
    const result = await withTerminalProgress(`download ${preset}`, json, (onProgress) =>
      getModel(registry, preset, {
        root: resolve(settings.to ?? modelRoots()[0]),
        precision: settings.precision ?? entry.preset.weights?.precision ?? "fp32",
        signal: stop.signal,
        ...(revision === undefined ? {} : { revision }),
        ...(model === undefined ? {} : { repository: model }),
        ...(hub === undefined ? {} : { hub }),
        ...(acceptUnverified === undefined ? {} : { acceptUnverified }),
        ...(onProgress === undefined ? {} : { onProgress }),
      }),
    );
    if (json) printJson(asJson(preset, result));
    else printResult(preset, result);
  } finally {
    process.off("SIGINT", onInterrupt);
  }
}

function asJson(preset: string, { model, folder, revision, files }: GetModelResult): object {
  const { id, licence, terms } = model;
  return { preset, model: id, revision, folder, licence, terms, files };
}

function printResult(preset: string, { model, folder, revision, files }: GetModelResult): void {
  printLine(`The weights of ${preset} are in ${folder}`);
  printLine(`model:    ${model.id}, revision ${revision}`);
  for (const { path, bytes, sha256, verified } of files) {
    const check = verified ? "as expected" : "NOT CHECKED, no hash is known";
    printLine(`file:     ${path}, ${formatBytes(bytes)}, sha256 ${sha256} (${check})`);
  }
  printLine(`licence:  ${model.licence}`);
  printLine(`terms:    ${model.terms}`);
}
