/** Opens a neural preset: finds its files, checks them, chooses a device. */
import { join } from "node:path";
import { createRandom } from "../../compute/random.js";
import type { JsonValue } from "../../common/json.js";
import type { Device, ExtractorOptions, ItemExtractor } from "../contract.js";
import { chooseDevice } from "../devices/choose-device.js";
import { packagesThat } from "../extract/versions.js";
import { encoderSpec } from "./encoder-spec.js";
import { itemsARun, type EncoderSpec, type PreparedItem } from "./encoder.js";
import { hashWeights, modelFileName, readModelJson } from "./model-files.js";
import { findModel, modelRoots, type FoundModel } from "./model-roots.js";
import { neuralExtractor } from "./neural-extractor.js";
import { checkPixels, describePixels } from "./pixels/pixel-settings.js";
import { imagePreparer } from "./pixels/prepare-image.js";
import { imageItemPreparer, textPreparer, type ItemPreparer } from "./prepare-items.js";
import { checkModel } from "./session/check-model.js";
import { openSession, type NeuralSession } from "./session/session.js";
import { readSettings, type NeuralSettings } from "./settings.js";
import type { AnyNeuralSpec, ImageSpec, TextSpec } from "./spec.js";
import { openTokenizer } from "./text/tokenizer.js";
import { checkWeights } from "../weights/check-weights.js";

/** Items a batch: enough that decoding rarely waits for a batch to end; memory stays small. */
const batchSizes = { text: 64, image: 64 } as const;

/**
 * An extractor for a neural preset. Throws `E_FEATURE_SETTING`, `E_FEATURE_WEIGHTS`,
 * `E_FEATURE_WEIGHTS_HASH`, `E_FEATURE_TOKENIZER`, `E_FEATURE_PROCESSOR`, `E_FEATURE_MODEL_CONFIG`, `E_FEATURE_MODEL_FILE`,
 * `E_FEATURE_MODEL_INPUT`, `E_FEATURE_MODEL_OUTPUT`, `E_FEATURE_MODEL_SHAPE`, `E_FEATURE_DEVICE`.
 */
export async function openNeural(
  spec: AnyNeuralSpec,
  options: ExtractorOptions,
): Promise<ItemExtractor> {
  const settings = readSettings(spec, options);
  const file = modelFileName(spec.file, settings.precision);
  const wanted = { id: spec.model, file, preset: spec.preset.id };
  const found = await findModel(wanted, modelRoots(options.modelFolders));
  const { folder } = found;
  const weightFiles = await hashWeights(found.path, folder);
  const asked = { model: spec.model, preset: spec.preset.id, folder };
  const weights = await checkWeights(asked, weightFiles.files);
  const parts = await (spec.modality === "text"
    ? openText(spec, settings, found)
    : openImage(spec, settings, found));
  const { session, reason } = await chooseDevice({
    wanted: options.device ?? "auto",
    encoder: parts.encoder,
    items: parts.testItems,
    open: (device) => openChecked(found.path, device, settings, options, parts.encoder),
  });
  return neuralExtractor({
    ...parts,
    preset: spec.preset,
    identity: {
      preset: spec.preset.id,
      weightsHash: weightFiles.hash,
      packages: packagesThat(spec.modality === "text" ? "tokenises" : "decodes", "computes"),
      settings: identitySettings(spec, settings),
    },
    ...{ weights, session },
    deviceReason: reason,
    perRun: itemsARun(session.device, spec, settings.precision),
    batchSize: batchSizes[spec.modality],
  });
}

async function openChecked(
  path: string,
  device: Device,
  { foldWeights }: NeuralSettings,
  { threads }: ExtractorOptions,
  encoder: EncoderSpec,
): Promise<NeuralSession> {
  const count = threads === undefined ? {} : { threads };
  const session = await openSession(path, { device, foldWeights, ...count });
  try {
    checkModel(session, encoder.expected);
  } catch (error) {
    await session.close();
    throw error;
  }
  return session;
}

interface ModalityParts {
  readonly encoder: EncoderSpec;
  readonly prepare: ItemPreparer;
  readonly testItems: readonly PreparedItem[];
}

async function openText(
  spec: TextSpec,
  { tokenLimit }: NeuralSettings,
  { path, folder }: FoundModel,
): Promise<ModalityParts> {
  const tokenizer = await openTokenizer(folder);
  const texts = ["a film", "the story of two people in a city", "war, love and death of a king"];
  return {
    encoder: encoderSpec(spec, path, tokenizer.paddingId),
    prepare: textPreparer(tokenizer, tokenLimit, spec.pooling === "known-mean"),
    testItems: texts.map((text) => {
      const { ids } = tokenizer.tokenise(text, tokenLimit);
      return { shape: "t", data: ids, rows: Array.from(ids, () => true) };
    }),
  };
}

async function openImage(
  spec: ImageSpec,
  { resize }: NeuralSettings,
  { path, folder }: FoundModel,
): Promise<ModalityParts> {
  const config = await readModelJson(folder, "preprocessor_config.json");
  const { pixels } = spec;
  if (config !== undefined) {
    checkPixels(pixels, config, join(folder, "preprocessor_config.json"));
  }
  const random = createRandom(1, "device self-test");
  const noise = (): Float32Array =>
    Float32Array.from({ length: 3 * pixels.crop ** 2 }, () => random.uniform() * 2 - 1);
  return {
    encoder: encoderSpec(spec, path, 0),
    prepare: imageItemPreparer(imagePreparer(pixels, resize), pixels.crop),
    testItems: [noise(), noise()].map((data) => ({ shape: "p", data })),
  };
}

/** Raised when what happens before or after the model gives other numbers than before. */
const version = 1;

/** Everything besides the weights that changes a number. */
function identitySettings(
  spec: AnyNeuralSpec,
  { precision, tokenLimit, resize, foldWeights }: NeuralSettings,
): Record<string, JsonValue> {
  const { model, output, pooling, unitLength } = spec;
  const common = { model, precision, output, pooling, unitLength, foldWeights, version };
  return spec.modality === "text"
    ? { ...common, tokenLimit }
    : { ...common, resize, pixels: describePixels(spec.pixels) };
}
