/**
 * Image files as pixels, with a state instead of an error for whatever a folder of posters may hold.
 *
 * What comes out is always 8-bit sRGB of the first frame, upright: EXIF rotation is applied; CMYK goes
 * through the embedded profile or libvips' default one; 16-bit values are divided by 256; grey becomes
 * three equal channels; transparent pixels are laid over white, as a web page shows them (Pillow's
 * `convert("RGB")` would instead uncover the colour underneath).
 */
import sharp, { type Sharp } from "sharp";
import { firstLine, readImageFile, refused, type RefusedImage } from "./read-image-file.js";

export type { RefusedImage } from "./read-image-file.js";

/** Pixels of one image. */
export interface DecodedImage {
  readonly width: number;
  readonly height: number;
  /** `[height x width x 3]` row-major red, green, blue, 0 to 255. */
  readonly data: Uint8Array;
}

/** What is refused for its size. */
export interface DecodeImageOptions {
  /** Largest width times height; default 2^26 = 67,108,864, which is 192 MiB of pixels. */
  readonly maximumPixels?: number;
}

const defaultMaximumPixels = 2 ** 26;
const rasterFormats = new Set(["jpeg", "png", "webp", "gif", "tiff", "heif", "jp2", "jxl"]);

/**
 * Reads and decodes the image file at `path`. A file without bytes is `empty`; one that is not there,
 * is no raster image, is damaged or ends too early is `broken`; one of more pixels than allowed is
 * `too-large` and is not unpacked. Never throws for what a file holds.
 */
export async function decodeImage(
  path: string,
  options: DecodeImageOptions = {},
): Promise<DecodedImage | RefusedImage> {
  const bytes = await readImageFile(path);
  return bytes instanceof Uint8Array ? decodeImageBytes(bytes, options) : bytes;
}

/** The same for a file's bytes. */
export async function decodeImageBytes(
  bytes: Uint8Array,
  options: DecodeImageOptions = {},
): Promise<DecodedImage | RefusedImage> {
  if (bytes.byteLength === 0) return refused("empty", "the file has no bytes");
  const page = webPageRemark(bytes);
  if (page !== undefined) return refused("broken", page);
  try {
    const maximumPixels = options.maximumPixels ?? defaultMaximumPixels;
    // The limit is checked by hand, from the head, to tell a large picture from a damaged one.
    const image = sharp(bytes, { failOn: "error", limitInputPixels: false, pages: 1 });
    const head = await image.metadata();
    if (!rasterFormats.has(head.format)) {
      return refused("broken", `a file of type ${head.format} is not a raster image`);
    }
    const pixels = head.width * (head.pageHeight ?? head.height);
    if (pixels > maximumPixels) {
      const size = `${head.width} x ${head.pageHeight ?? head.height}`;
      return refused("too-large", `${size} pixels are more than ${maximumPixels}`);
    }
    return await pixelsOf(image);
  } catch (error) {
    return refused("broken", firstLine(error));
  }
}

async function pixelsOf(image: Sharp): Promise<DecodedImage> {
  const { data, info } = await image
    .autoOrient()
    .flatten({ background: "white" })
    .toColourspace("srgb")
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { width, height, data: channels === 3 ? bytes : asThreeChannels(bytes, channels) };
}

/** Repeats the first channel of grey pixels; drops what stands behind the third of others. */
function asThreeChannels(data: Uint8Array, channels: number): Uint8Array {
  const nPixels = data.length / channels;
  const colours = new Uint8Array(nPixels * 3);
  for (let pixel = 0; pixel < nPixels; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      colours[pixel * 3 + channel] = data[pixel * channels + (channels < 3 ? 0 : channel)];
    }
  }
  return colours;
}

/** The usual impostor: an error page that was saved under the picture's name. */
function webPageRemark(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 512)).toString("latin1").toLowerCase();
  return /^[\s\u00ef\u00bb\u00bf]*<(!doctype html|html|head|body|\?xml)/.test(start)
    ? "a web page or XML text stands in place of an image"
    : undefined;
}
