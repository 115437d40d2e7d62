import { mkdir, truncate } from "node:fs/promises";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import fc from "fast-check";
import sharp, { type Sharp } from "sharp";
import { describe, expect, it } from "vitest";
import {
  decodeImage,
  decodeImageBytes,
  type DecodedImage,
} from "../../../src/features/images/decode-image.js";
import { dataFolder } from "../../support/data-files.js";

const folder = await dataFolder();
const red = { r: 200, g: 40, b: 20 };

function plain(width: number, height: number, channels: 3 | 4 = 3): Sharp {
  return sharp({ create: { width, height, channels, background: { ...red, alpha: 0.5 } } });
}

/** Pixels with noise, so that a JPEG of them has bytes to lose. */
async function noisyJpeg(size = 120): Promise<Buffer> {
  const data = Buffer.alloc(size * size * 3);
  for (let at = 0; at < data.length; at++) data[at] = (at * 7919 + at ** 2) % 251;
  return sharp(data, { raw: { width: size, height: size, channels: 3 } })
    .jpeg()
    .toBuffer();
}

async function decoded(bytes: Uint8Array): Promise<DecodedImage> {
  const image = await decodeImageBytes(bytes);
  if ("state" in image) throw new Error(image.remark);
  return image;
}

function pixel({ data, width }: DecodedImage, x: number, y: number): number[] {
  return [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
}

/** A chunk of a PNG file; the checksum is right, so that the head is believed. */
function pngChunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), body]);
  let crc = 0xffffffff;
  for (const byte of named) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(~crc >>> 0);
  return Buffer.concat([length, named, checksum]);
}

/** A few kilobytes that claim to be `side` x `side` pixels. */
function pngBomb(side: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([1, 0, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const rows = deflateSync(Buffer.alloc(Math.ceil(side / 8 + 1) * 64));
  return Buffer.concat([
    signature,
    pngChunk("IHDR", head),
    pngChunk("IDAT", rows),
    pngChunk("IEND", Buffer.alloc(0)),
  ]);
}

describe("decodeImage, good files", () => {
  it("gives the pixels of a PNG exactly, row by row", async () => {
    const data = Buffer.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18]);
    const png = await sharp(data, { raw: { width: 3, height: 2, channels: 3 } })
      .png()
      .toBuffer();
    const path = await folder.write("small.png", png);
    expect(await decodeImage(path)).toEqual({ width: 3, height: 2, data: new Uint8Array(data) });
  });

  it("goes by the bytes, not by the file's name", async () => {
    const path = await folder.write("a png called.jpg", await plain(5, 4).png().toBuffer());
    expect(await decodeImage(path)).toMatchObject({ width: 5, height: 4 });
  });

  it.each(["jpeg", "webp", "tiff", "avif", "gif"] as const)("reads %s", async (format) => {
    const image = await decoded(await plain(20, 10).toFormat(format).toBuffer());
    expect([image.width, image.height, image.data.length]).toEqual([20, 10, 600]);
    pixel(image, 7, 7).forEach((value, channel) => {
      expect(Math.abs(value - [200, 40, 20][channel])).toBeLessThanOrEqual(4);
    });
  });

  it("turns a picture as its EXIF orientation says", async () => {
    // Left half red, right half black; orientation 6 is turned a quarter clockwise for display.
    const half = await plain(8, 8).extend({ right: 8, background: "black" }).png().toBuffer();
    const jpeg = await sharp(half)
      .jpeg({ quality: 100 })
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const image = await decoded(jpeg);
    expect([image.width, image.height]).toEqual([8, 16]);
    expect(pixel(image, 4, 2)[0]).toBeGreaterThan(180);
    expect(pixel(image, 4, 13)[0]).toBeLessThan(20);
  });

  it("turns CMYK into red, green and blue", async () => {
    const jpeg = await plain(16, 16).toColourspace("cmyk").jpeg({ quality: 100 }).toBuffer();
    expect((await sharp(jpeg).metadata()).space).toBe("cmyk");
    const image = await decoded(jpeg);
    expect(image.data).toHaveLength(16 * 16 * 3);
    const [r, g, b] = pixel(image, 8, 8);
    // Red stays red; the profile moves it by more than rounding.
    expect(r > 150 && g < 90 && b < 90).toBe(true);
  });

  it("keeps the high byte of 16-bit values", async () => {
    const values = Uint16Array.from([0, 0x8000, 0xffff, 0x1234, 0xabcd, 0x00ff]);
    const raw = { raw: { width: 2, height: 1, channels: 3 as const } };
    const png = await sharp(values, raw).toColourspace("rgb16").png().toBuffer();
    expect((await sharp(png).metadata()).depth).toBe("ushort");
    expect([...(await decoded(png)).data]).toEqual([0, 0x80, 0xff, 0x12, 0xab, 0]);
  });

  it("makes grey three equal channels", async () => {
    const grey = { raw: { width: 3, height: 1, channels: 1 as const } };
    const png = await sharp(Buffer.from([0, 100, 255]), grey)
      .toColourspace("b-w")
      .png()
      .toBuffer();
    expect((await sharp(png).metadata()).channels).toBe(1);
    expect([...(await decoded(png)).data]).toEqual([0, 0, 0, 100, 100, 100, 255, 255, 255]);
  });

  it("lays grey with alpha over white", async () => {
    const raw = { raw: { width: 3, height: 1, channels: 2 as const } };
    const png = await sharp(Buffer.from([0, 255, 0, 0, 100, 128]), raw)
      .toColourspace("b-w")
      .png()
      .toBuffer();
    expect((await sharp(png).metadata()).channels).toBe(2);
    const image = await decoded(png);
    expect(image.data).toHaveLength(9);
    expect(pixel(image, 0, 0)).toEqual([0, 0, 0]);
    expect(pixel(image, 1, 0)).toEqual([255, 255, 255]);
    // 100 * 128 / 255 + 255 * 127 / 255 = 177.2
    expect(Math.abs(pixel(image, 2, 0)[0] - 177)).toBeLessThanOrEqual(1);
  });

  it("takes the first frame of an animation", async () => {
    const frames = await Promise.all(
      ["#ff0000", "#00ff00", "#0000ff"].map((background) =>
        sharp({ create: { width: 6, height: 5, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const gif = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    expect((await sharp(gif, { pages: -1 }).metadata()).pages).toBe(3);
    const image = await decoded(gif);
    expect([image.width, image.height, pixel(image, 3, 3)]).toEqual([6, 5, [255, 0, 0]]);
  });
});

describe("decodeImage, files that it refuses", () => {
  const stateOf = async (name: string, content: string | Uint8Array): Promise<unknown> => {
    const image = await decodeImage(await folder.write(name, content));
    expect("remark" in image && image.remark.length > 0).toBe(true);
    return "state" in image ? image.state : "ok";
  };

  it("zero bytes are empty", async () => {
    expect(await stateOf("zero.jpg", "")).toBe("empty");
  });

  it("a web page called .jpg is broken, and the remark says so", async () => {
    const page =
      "\ufeff\n<!DOCTYPE html><html><body><svg width='9' height='9'/>Not found</body></html>";
    expect(await stateOf("page.jpg", page)).toBe("broken");
    expect(await decodeImageBytes(Buffer.from(page))).toMatchObject({
      remark: expect.stringContaining("web page") as string,
    });
  });

  it("a drawing, random bytes and a bare JPEG head are broken", async () => {
    const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>`;
    expect(await stateOf("drawing.svg", drawing)).toBe("broken");
    expect(await stateOf("noise.jpg", Buffer.from([9, 8, 7, 6, 5, 4, 3, 2, 1]))).toBe("broken");
    expect(await stateOf("head.jpg", (await noisyJpeg()).subarray(0, 20))).toBe("broken");
  });

  it("a JPEG that ends too early is broken, wherever it is cut", async () => {
    const jpeg = await noisyJpeg();
    expect("data" in (await decodeImageBytes(jpeg))).toBe(true);
    for (const share of [0.1, 0.3, 0.5, 0.7, 0.9, 0.97]) {
      const cut = jpeg.subarray(0, Math.floor(jpeg.length * share));
      expect(await stateOf("cut.jpg", cut)).toBe("broken");
    }
  });

  it("a PNG that ends too early is broken", async () => {
    const png = await sharp(await noisyJpeg())
      .png()
      .toBuffer();
    expect(await stateOf("cut.png", png.subarray(0, png.length / 2))).toBe("broken");
  });

  it("30,000 x 30,000 pixels in a small file are too large and are not unpacked", async () => {
    const bomb = pngBomb(30_000);
    expect(bomb.length).toBeLessThan(2000);
    expect(await stateOf("bomb.png", bomb)).toBe("too-large");
    expect(await decodeImageBytes(bomb)).toEqual({
      state: "too-large",
      remark: "30000 x 30000 pixels are more than 67108864",
    });
  });

  it("keeps to the number of pixels that the caller allows", async () => {
    const png = await plain(10, 10).png().toBuffer();
    expect(await decodeImageBytes(png, { maximumPixels: 100 })).toMatchObject({ width: 10 });
    expect(await decodeImageBytes(png, { maximumPixels: 99 })).toMatchObject({
      state: "too-large",
    });
  });

  it("a file of 300 MiB is too large and is not read", async () => {
    const path = await folder.write("huge.jpg", "x");
    await truncate(path, 300 * 2 ** 20);
    expect(await decodeImage(path)).toMatchObject({ state: "too-large" });
  });

  it("a file that is not there and a folder are broken", async () => {
    const path = join(folder.path, "a folder.jpg");
    await mkdir(path);
    expect(await decodeImage(path)).toMatchObject({ state: "broken" });
    expect(await decodeImage(join(folder.path, "nowhere.jpg"))).toMatchObject({ state: "broken" });
  });

  it("never throws, whatever the bytes", async () => {
    const jpeg = await noisyJpeg(40);
    const damaged = fc
      .array(fc.tuple(fc.nat(jpeg.length - 1), fc.nat(255)), { minLength: 1, maxLength: 20 })
      .map((changes) => {
        const bytes = Buffer.from(jpeg);
        for (const [at, value] of changes) bytes[at] = value;
        return bytes;
      });
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 200 }), damaged);
    await fc.assert(
      fc.asyncProperty(bytes, async (content) => {
        const image = await decodeImageBytes(content);
        if ("state" in image) expect(image.remark).not.toBe("");
        else expect(image.data.length).toBe(image.width * image.height * 3);
      }),
      { numRuns: 60 },
    );
  });
});
