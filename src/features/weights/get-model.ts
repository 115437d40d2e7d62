import { existsSync } from "node:fs";
import { join } from "node:path";
import { MoviolaError } from "../../common/errors.js";
import { downloadFile, type DownloadOptions } from "../../data/download/index.js";
import { noteAccepted } from "./acceptance.js";
import type { ModelFile, ModelRegistry, ModelSource } from "./model-registry.js";
import { modelOfPreset } from "./model-registry.js";

/** How a model is fetched. */
export interface GetModelOptions extends Omit<DownloadOptions, "bytes" | "sha256" | "md5"> {
  /** Model root that the folder `<organisation>/<model>` is made in. */
  readonly root: string;
  /** Which of the model's files; default: that of the preset. */
  readonly precision: "fp32" | "fp16" | "q8";
  /** Commit (40 hexadecimal digits) instead of the registry's; needs `acceptUnverified`. */
  readonly revision?: string;
  /** Repository `<organisation>/<model>` at the hub instead of the registry's. */
  readonly repository?: string;
  /** Address of the hub or of a mirror; default: the registry's. */
  readonly hub?: string;
  /** Take files whose hash is not known; default false. */
  readonly acceptUnverified?: boolean;
}

/** A file that is there now. */
export interface GotFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** False when no hash was known to check it by. */
  readonly verified: boolean;
}

/** A model that is there now. */
export interface GetModelResult {
  readonly model: ModelSource;
  readonly folder: string;
  readonly revision: string;
  readonly files: readonly GotFile[];
}

/**
 * Fetches the files of a preset's model, one after the other, each resumed, checked by its hash and
 * renamed when whole. Files that are there and fit their hash are not fetched. Throws
 * `E_FEATURE_PRESET`, `E_FEATURE_REVISION` where no commit is known or given, `E_DOWNLOAD_MANUAL` for a
 * model that the hub does not have, `E_DOWNLOAD_UNVERIFIED` for a file without a known hash unless that
 * is accepted, and what `downloadFile` throws (`E_DOWNLOAD_OFFLINE` under `MOVIOLA_OFFLINE=1`).
 */
export async function getModel(
  registry: ModelRegistry,
  preset: string,
  options: GetModelOptions,
): Promise<GetModelResult> {
  const model = modelOfPreset(registry, preset);
  const { root, precision, repository = model.id } = options;
  const folder = join(root, ...model.id.split("/"));
  const isOther = repository !== model.id;
  const files = isOther ? usualFiles(preset, precision) : wantedFiles(model, preset, precision);
  if (!isOther && (await areAllThere(files, folder))) {
    const there = await check(files, folder);
    const known = model.revision ?? "local";
    const verified = there.filter((file) => file.verified);
    await noteAccepted(folder, verified, { repository, revision: known });
    return { model, folder, revision: known, files: there };
  }
  if (!isOther) refuseManual(model, folder, preset, precision, files);
  const revision = revisionOf(model, options, isOther);
  const isPinned = !isOther && revision === model.revision;
  const expected = files.map((file) => (isPinned ? file : { ...file, bytes: null, sha256: null }));
  refuseUnverified(expected, options.acceptUnverified ?? false);
  const { hub = registry.hub } = options;
  const address = `${hub.replace(/\/$/, "")}/${repository}/resolve/${revision}`;
  const got = await fetchFiles(expected, address, folder, options);
  await noteAccepted(folder, got, { repository, revision });
  return { model, folder, revision, files: got };
}

async function fetchFiles(
  files: readonly ModelFile[],
  address: string,
  folder: string,
  options: GetModelOptions,
): Promise<GotFile[]> {
  const got: GotFile[] = [];
  for (const { path, bytes, sha256 } of files) {
    const settings = { ...options, bytes, sha256 };
    const place = join(folder, ...path.split("/"));
    const result = await downloadFile(`${address}/${path}`, place, settings);
    got.push({ path, bytes: result.bytes, sha256: result.sha256, verified: result.verified });
  }
  return got;
}

/** The files that a preset needs in a precision. */
export function wantedFiles(
  model: ModelSource,
  preset: string,
  precision: string,
): readonly ModelFile[] {
  return model.files.filter(
    (file) =>
      (file.precision ?? precision) === precision &&
      (file.presets === undefined || file.presets.includes(preset)),
  );
}

const suffixes = { fp32: "", fp16: "_fp16", q8: "_quantized" } as const;
const bases: Readonly<Record<string, string>> = {
  "clip-text": "text_model",
  "clip-image": "vision_model",
};
const imagePresets = ["vit-cls", "vit-mean", "resnet50", "mobilenet-v2", "clip-image"];

/** What repositories laid out for transformers.js have. */
function usualFiles(preset: string, precision: keyof typeof suffixes): readonly ModelFile[] {
  const unknown = { bytes: null, sha256: null };
  const aside = imagePresets.includes(preset)
    ? ["preprocessor_config.json"]
    : ["tokenizer.json", "tokenizer_config.json"];
  const onnx = `onnx/${bases[preset] ?? "model"}${suffixes[precision]}.onnx`;
  return [...aside, onnx].map((path) => ({ path, ...unknown }));
}

async function areAllThere(files: readonly ModelFile[], folder: string): Promise<boolean> {
  if (!files.some((file) => file.path.endsWith(".onnx"))) return false;
  if (!files.every((file) => existsSync(join(folder, ...file.path.split("/"))))) return false;
  const got = await check(files, folder);
  return files.every(({ sha256 }, at) => sha256 === null || sha256 === got[at].sha256);
}

async function check(files: readonly ModelFile[], folder: string): Promise<GotFile[]> {
  const { checksumsOf } = await import("../../data/download/checksum.js");
  const got: GotFile[] = [];
  for (const { path, sha256: known } of files) {
    const { bytes, sha256 } = await checksumsOf(join(folder, ...path.split("/")));
    got.push({ path, bytes, sha256, verified: known === sha256 });
  }
  return got;
}

function refuseManual(
  model: ModelSource,
  folder: string,
  preset: string,
  precision: string,
  files: readonly ModelFile[],
): void {
  const hasModel = files.some((file) => file.path.endsWith(".onnx"));
  if (model.manual === null && hasModel) return;
  throw new MoviolaError("E_DOWNLOAD_MANUAL", `The weights of "${preset}" are fetched by hand`, {
    where: model.terms,
    expected: `an ONNX file of precision ${precision} in ${folder}`,
    got: hasModel ? "no address" : "no file of that precision in the registry",
    remedy: model.manual ?? "Take another --precision, or another repository with --model",
  });
}

function revisionOf(model: ModelSource, options: GetModelOptions, isOther: boolean): string {
  const revision = options.revision ?? (isOther ? null : model.revision);
  if (revision !== null && /^[0-9a-f]{40}$/.test(revision)) return revision;
  throw new MoviolaError(
    "E_FEATURE_REVISION",
    "A model is fetched at one commit, not at a branch",
    {
      where: options.repository ?? model.id,
      expected: "40 hexadecimal digits",
      got: revision === null ? "none" : JSON.stringify(revision),
      remedy: "Give --revision; the repository's history at the hub shows its commits",
    },
  );
}

function refuseUnverified(files: readonly ModelFile[], accept: boolean): void {
  const unknown = files.filter((file) => file.sha256 === null).map((file) => file.path);
  if (accept || unknown.length === 0) return;
  throw new MoviolaError("E_DOWNLOAD_UNVERIFIED", "No hash of some files is known", {
    where: unknown.join(", "),
    expected: "a sha256 in data/models.json for this revision",
    got: "none",
    remedy: "Add --accept-unverified to fetch them anyway; the hashes seen are printed",
  });
}
