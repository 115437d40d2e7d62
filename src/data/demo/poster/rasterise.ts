import sharp from "sharp";

/** Renders SVG text to the bytes of a JPEG file (quality 84) at its own size. */
export async function rasterise(svg: string): Promise<Uint8Array> {
  return sharp(Buffer.from(svg)).jpeg({ quality: 84, chromaSubsampling: "4:4:4" }).toBuffer();
}
