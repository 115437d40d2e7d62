import type { FeaturePreset } from "../contract.js";
import type { PixelSettings } from "./pixels/pixel-settings.js";
import type { Pooling } from "./pooling.js";

interface NeuralSpec {
  readonly preset: FeaturePreset;
  /** Model id `<organisation>/<model>`, its folder under a model root. */
  readonly model: string;
  /** Name of the ONNX file without its precision: `model`, `text_model`, `vision_model`. */
  readonly file: string;
  /** Output that is read. */
  readonly output: string;
  readonly pooling: Pooling;
  /** Scale each vector to length 1, as the model's own recipe does. */
  readonly unitLength: boolean;
  /**
   * Items that share a run on the CPU; default 1. More only for a model whose vectors are tested to be
   * the same to the bit in any company.
   */
  readonly cpuRun?: number;
}

/** A preset that reads texts. */
export interface TextSpec extends NeuralSpec {
  readonly modality: "text";
  readonly tokenLimit: number;
  /** Default `input_ids`. */
  readonly input: string;
}

/** A preset that reads images. */
export interface ImageSpec extends NeuralSpec {
  readonly modality: "image";
  readonly pixels: PixelSettings;
  /** Default `pixel_values`. */
  readonly input: string;
}

/** Either. */
export type AnyNeuralSpec = TextSpec | ImageSpec;
