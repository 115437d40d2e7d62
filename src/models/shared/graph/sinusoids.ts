/**
 * Fixed positions, `[length x width]`: P(pos, 2i) = sin(pos / 10000^(2i / width)), P(pos, 2i + 1) = cos of the
 * same (Vaswani et al. 2017, section 3.5).
 */
export function sinusoids(length: number, width: number): Float32Array {
  return Float32Array.from({ length: length * width }, (_unused, at) => {
    const [position, place] = [Math.floor(at / width), at % width];
    const angle = position / 10000 ** ((place - (place % 2)) / width);
    return place % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
}
