/** What happens to an image before a model sees it, and how a model's folder says so. */
import { MoviolaError } from "../../../common/errors.js";
import type { JsonValue } from "../../../common/json.js";

/** From an RGB image of any size to a square of numbers. */
export interface PixelSettings {
  /** The shorter edge becomes this long, or both edges do. */
  readonly resize: { readonly shortestEdge: number } | { readonly edges: number };
  readonly filter: "bilinear" | "bicubic";
  /** Edge of the square cut from the centre; equal to the size where nothing is cut. */
  readonly crop: number;
  /** By channel, of values in 0..1: `(value - mean) / deviation`. */
  readonly mean: readonly [number, number, number];
  readonly deviation: readonly [number, number, number];
}

/** The settings as a preset documents them. */
export function describePixels(settings: PixelSettings): Record<string, JsonValue> {
  const { resize, filter, crop, mean, deviation } = settings;
  const size: Record<string, JsonValue> =
    "edges" in resize ? { edges: resize.edges } : { shortestEdge: resize.shortestEdge };
  return { ...size, filter, crop, scale: "1/255", mean, deviation, colour: "sRGB, 3 channels" };
}

type ProcessorConfig = Readonly<Record<string, unknown>>;

/**
 * Reads a `preprocessor_config.json` of the classes for ViT, CLIP, MobileNet and ConvNeXT (whose
 * `crop_pct` widens the edge). `where` is named in errors. Throws `E_FEATURE_PROCESSOR` for a step
 * that is not known here, rather than leaving it out.
 */
export function parsePixels(config: ProcessorConfig, where: string): PixelSettings {
  const crop = config.do_center_crop === true ? edgeOf(config.crop_size, where) : undefined;
  const size = sizeOf(config, where);
  const { edge, isShortest } = widened(config, size);
  const filter = { 2: "bilinear", 3: "bicubic" }[Number(config.resample ?? 2)];
  if (filter === undefined) throw unknown(where, "resample 2 or 3", config.resample);
  refuseUnknown(config, where);
  const cut = crop ?? (isShortest ? size.edge : edge);
  if (cut > edge) throw unknown(where, `crop_size of at most ${edge}`, cut);
  const normalises = config.do_normalize !== false;
  return {
    resize: isShortest ? { shortestEdge: edge } : { edges: edge },
    filter: filter as PixelSettings["filter"],
    crop: cut,
    mean: normalises ? threeOf(config.image_mean, where) : [0, 0, 0],
    deviation: normalises ? threeOf(config.image_std, where) : [1, 1, 1],
  };
}

/**
 * Compares what a preset does with what the model's folder says. Throws `E_FEATURE_PROCESSOR` naming
 * both.
 */
export function checkPixels(expected: PixelSettings, config: ProcessorConfig, where: string): void {
  const got = JSON.stringify(describePixels(parsePixels(config, where)));
  const wanted = JSON.stringify(describePixels(expected));
  if (got === wanted) return;
  throw new MoviolaError(
    "E_FEATURE_PROCESSOR",
    "A model wants other images than the preset makes",
    {
      where,
      expected: wanted,
      got,
      remedy: "Take the model that the preset names, or describe yours with the preset `custom`",
    },
  );
}

interface Size {
  readonly edge: number;
  readonly isShortest: boolean;
}

/** A bare number means the shorter edge where something is cut off, both edges elsewhere. */
function sizeOf(config: ProcessorConfig, where: string): Size {
  const { size } = config;
  const cuts = config.do_center_crop === true || isConvNext(config);
  if (typeof size === "number") return { edge: size, isShortest: cuts };
  const shortest = (size as { shortest_edge?: unknown } | undefined)?.shortest_edge;
  if (typeof shortest === "number") return { edge: shortest, isShortest: true };
  return { edge: edgeOf(size, where), isShortest: false };
}

function widened(config: ProcessorConfig, { edge, isShortest }: Size): Size {
  if (!isConvNext(config) || edge >= 384) return { edge, isShortest };
  const share = typeof config.crop_pct === "number" ? config.crop_pct : 224 / 256;
  return { edge: Math.floor(edge / share), isShortest: true };
}

function isConvNext(config: ProcessorConfig): boolean {
  const kind = config.image_processor_type ?? config.feature_extractor_type;
  return typeof kind === "string" && kind.startsWith("ConvNext");
}

function edgeOf(size: unknown, where: string): number {
  if (typeof size === "number") return size;
  const { width, height } = (size ?? {}) as { width?: unknown; height?: unknown };
  if (typeof width === "number" && width === height) return width;
  throw unknown(where, "a size or crop_size that is a square", size);
}

function threeOf(values: unknown, where: string): [number, number, number] {
  if (Array.isArray(values) && values.length === 3 && values.every(Number.isFinite)) {
    return values as [number, number, number];
  }
  throw unknown(where, "three numbers as image_mean and image_std", values);
}

function refuseUnknown(config: ProcessorConfig, where: string): void {
  if (config.do_resize === false) throw unknown(where, "do_resize true", false);
  const factor = config.rescale_factor ?? 1 / 255;
  if (config.do_rescale === false || Math.abs(Number(factor) - 1 / 255) > 1e-9) {
    throw unknown(where, "do_rescale with 1/255", config.do_rescale === false ? false : factor);
  }
  const steps = ["do_pad", "do_thumbnail", "do_flip_channel_order", "do_crop_margin"];
  const asked = steps.find((step) => config[step] === true);
  if (asked !== undefined) throw unknown(where, `no ${asked}`, true);
}

function unknown(where: string, expected: string, got: unknown): MoviolaError {
  return new MoviolaError("E_FEATURE_PROCESSOR", "A model's image steps are not known here", {
    where,
    expected,
    got: JSON.stringify(got) ?? "none",
    remedy: "Correct preprocessor_config.json if it is wrong; otherwise this model cannot be used",
  });
}
