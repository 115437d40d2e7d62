/** All words of the demo set, by theme in the order of the theme factors. */
import type { ThemeWords } from "./theme-words.js";
import { spaceWords } from "./space.js";
import { romanceWords } from "./romance.js";
import { heistWords } from "./heist.js";
import { hauntingWords } from "./haunting.js";
import { westernWords } from "./western.js";
import { seaWords } from "./sea.js";
import { musicWords } from "./music.js";
import { woodlandWords } from "./woodland.js";

export type { ThemeWords } from "./theme-words.js";
export { firstNames, surnames, towns } from "./names.js";
export { loudClosings, quietClosings } from "./pace.js";

/** `[nThemes]` */
export const themeWords: readonly ThemeWords[] = [
  spaceWords,
  romanceWords,
  heistWords,
  hauntingWords,
  westernWords,
  seaWords,
  musicWords,
  woodlandWords,
];
