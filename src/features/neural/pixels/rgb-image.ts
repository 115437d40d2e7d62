/** A decoded image. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  /** `[height x width x 3]`, rows of red, green, blue. */
  readonly data: Uint8Array;
}
