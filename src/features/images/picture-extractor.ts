import type {
  BatchVectors,
  ExtractorIdentity,
  FeaturePreset,
  ItemExtractor,
  ItemInput,
  ItemState,
} from "../contract.js";
import { decodeImage, type DecodedImage } from "./decode-image.js";

/** Images that are decoded while one is described; libuv has four threads by default. */
const decodedAhead = 6;

interface Described {
  readonly state: ItemState;
  readonly remark: string;
  readonly vector?: Float32Array;
}

/** Says a picture in numbers, as many as the preset's `dim`. */
export type DescribePicture = (image: DecodedImage) => Float32Array;

/** An extractor that is plain arithmetic on pixels. A batch holds a few decoded pictures at a time. */
export function pictureExtractor(
  preset: FeaturePreset,
  identity: ExtractorIdentity,
  describePicture: DescribePicture,
): ItemExtractor {
  return {
    kind: "item",
    preset,
    identity,
    device: "cpu",
    deviceReason: "plain arithmetic",
    batchSize: 64,
    extract: (batch, signal) => extractBatch(batch, preset.dim, describePicture, signal),
    close: () => Promise.resolve(),
  };
}

async function extractBatch(
  batch: readonly ItemInput[],
  dim: number,
  describePicture: DescribePicture,
  signal: AbortSignal | undefined,
): Promise<BatchVectors> {
  const values = new Float32Array(batch.length * dim);
  const states: ItemState[] = new Array<ItemState>(batch.length);
  const remarks: string[] = new Array<string>(batch.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let row = next++; row < batch.length; row = next++) {
      signal?.throwIfAborted();
      const { state, remark, vector } = await describeItem(batch[row], describePicture);
      states[row] = state;
      remarks[row] = remark;
      if (vector !== undefined) values.set(vector, row * dim);
    }
  };
  await Promise.all(Array.from({ length: decodedAhead }, worker));
  return { values, states, remarks };
}

async function describeItem(
  { imagePath }: ItemInput,
  describePicture: DescribePicture,
): Promise<Described> {
  if (imagePath === undefined) return { state: "missing", remark: "no image is given" };
  const image = await decodeImage(imagePath);
  if ("state" in image) return image;
  return { state: "ok", remark: "", vector: describePicture(image) };
}
