/** The pictures of the themes, in the order of the theme factors. */
import type { Scene } from "./scene.js";
import { drawHaunting } from "./haunting.js";
import { drawHeist } from "./heist.js";
import { drawMusic } from "./music.js";
import { drawRomance } from "./romance.js";
import { drawSea } from "./sea.js";
import { drawSpace } from "./space.js";
import { drawWestern } from "./western.js";
import { drawWoodland } from "./woodland.js";

export type { Scene } from "./scene.js";

/** `[nThemes]` */
export const motifs: readonly ((scene: Scene) => string)[] = [
  drawSpace,
  drawRomance,
  drawHeist,
  drawHaunting,
  drawWestern,
  drawSea,
  drawMusic,
  drawWoodland,
];
