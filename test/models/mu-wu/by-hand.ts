/** The equations of `mu-wu.ts` once more, for one pair, in plain loops. */
import type { ModelState } from "../../../src/models/state.js";

type Vector = readonly number[];

/** The prediction of a state, before it is clipped. */
export function muWuByHand(state: ModelState, user: number, item: number): number {
  const u = userSide(state, user);
  const m = filmSide(state, item);
  return u.reduce((sum, value, at) => sum + value * m[at], 0);
}

const array = ({ arrays }: ModelState, name: string): ArrayLike<number> => arrays[name];

function dense(state: ModelState, name: string, x: Vector): number[] {
  const bias = array(state, `${name}Bias`);
  const weight = array(state, `${name}Weight`);
  return Array.from({ length: bias.length }, (_unused, column) =>
    x.reduce((sum, value, row) => sum + value * weight[row * bias.length + column], bias[column]),
  );
}

const relu = (x: Vector): number[] => x.map((value) => Math.max(0, value));

function rowOf(values: ArrayLike<number>, row: number, width: number): number[] {
  return Array.from(values).slice(row * width, (row + 1) * width);
}

function userSide(state: ModelState, user: number): number[] {
  const { embeddingSize, attributeSize } = state.config as Record<string, number>;
  const id = rowOf(array(state, "userIdTable"), user, embeddingSize);
  const parts = [relu(dense(state, "userIdDense", id))];
  for (const part of ["Gender", "Age", "Occupation", "Region"]) {
    if (state.arrays[`table${part}`] === undefined) continue;
    const value = array(state, `table${part}`)[user];
    const vector = rowOf(array(state, `user${part}Table`), value, attributeSize);
    parts.push(relu(dense(state, `user${part}Dense`, vector)));
  }
  return dense(state, "userAll", parts.flat()).map(Math.tanh);
}

function filmSide(state: ModelState, item: number): number[] {
  const { embeddingSize, variant } = state.config as { embeddingSize: number; variant: string };
  const id = rowOf(array(state, "filmIdTable"), item, embeddingSize);
  const genres = array(state, "filmGenres");
  const nGenres = genres.length / embeddingSize;
  const own = rowOf(array(state, "tableGenres"), item, nGenres);
  const added = id.map((_unused, at) =>
    own.reduce((sum, mark, genre) => sum + mark * genres[genre * embeddingSize + at], 0),
  );
  const parts = [
    relu(dense(state, "filmIdDense", id)),
    relu(dense(state, "filmGenresDense", added)),
    titleSide(state, item),
    ...(variant === "cro" ? [posterSide(state, item)] : []),
  ];
  return dense(state, "filmAll", parts.flat()).map(Math.tanh);
}

/** Windows of 2 to 5 words: the largest answer of each filter, at least 0. */
function titleSide(state: ModelState, item: number): number[] {
  const { embeddingSize: width, titleLength: length } = state.config as Record<string, number>;
  const words = rowOf(array(state, "tableTitleWords"), item, length).map((word) =>
    word === 0
      ? new Array<number>(width).fill(0)
      : rowOf(array(state, "filmWordsTable"), word, width),
  );
  return [2, 3, 4, 5].flatMap((window) => {
    const filters = array(state, `filmTitle${window}Filters`);
    return Array.from(array(state, `filmTitle${window}Bias`), (bias, filter) => {
      const answers = words.slice(0, length - window + 1).map((_unused, start) => {
        let sum = bias;
        for (let at = 0; at < window; at++) {
          for (let k = 0; k < width; k++) {
            sum += filters[(filter * width + k) * window + at] * words[start + at][k];
          }
        }
        return sum;
      });
      return Math.max(0, ...answers);
    });
  });
}

/** Blocks of 3 x 3 filters with stride 2 and zeros around, ReLU; then the mean over the plane. */
function posterSide(state: ModelState, item: number): number[] {
  const { posterBlocks } = state.config as Record<string, number>;
  const pixels = array(state, "tablePixels");
  const nPixels = pixels.length / state.nItems;
  let size = Math.sqrt(nPixels / 3);
  let planes: number[] = rowOf(pixels, item, nPixels);
  for (let block = 0; block < posterBlocks; block++) {
    const filters = array(state, `filmPoster${block}Filters`);
    const bias = array(state, `filmPoster${block}Bias`);
    planes = Array.from(bias).flatMap((start, output) =>
      strided(planes, size, (channel, y, x) => {
        const channels = planes.length / size ** 2;
        return filters[((output * channels + channel) * 3 + y) * 3 + x];
      }).map((value) => Math.max(0, value + start)),
    );
    size /= 2;
  }
  const means = Array.from({ length: planes.length / size ** 2 }, (_unused, channel) => {
    const plane = rowOf(planes, channel, size ** 2);
    return plane.reduce((sum, value) => sum + value, 0) / plane.length;
  });
  return relu(dense(state, "filmPosterDense", means));
}

/** One output plane of a convolution. */
function strided(
  planes: Vector,
  size: number,
  filter: (channel: number, y: number, x: number) => number,
): number[] {
  const half = size / 2;
  return Array.from({ length: half * half }, (_unused, place) => {
    const [row, column] = [2 * Math.floor(place / half) - 1, 2 * (place % half) - 1];
    let sum = 0;
    for (let channel = 0; channel < planes.length / size ** 2; channel++) {
      for (let y = 0; y < 3; y++) {
        for (let x = 0; x < 3; x++) {
          const [atY, atX] = [row + y, column + x];
          if (atY < 0 || atX < 0 || atY >= size || atX >= size) continue;
          sum += filter(channel, y, x) * planes[(channel * size + atY) * size + atX];
        }
      }
    }
    return sum;
  });
}
