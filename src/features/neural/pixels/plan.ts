import type { PixelSettings } from "./pixel-settings.js";

/** Sizes of one image on its way: `width x height` after the resize, then the cut square. */
export interface ResizePlan {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  readonly crop: number;
}

/**
 * The reference processors' rule: the longer edge is rounded down, and so is the offset of the cut.
 */
export function planResize(width: number, height: number, settings: PixelSettings): ResizePlan {
  const { resize, crop } = settings;
  const target = { width: 0, height: 0 };
  if ("edges" in resize) target.width = target.height = resize.edges;
  else {
    const { shortestEdge } = resize;
    const longest = Math.floor((shortestEdge * Math.max(width, height)) / Math.min(width, height));
    target.width = width <= height ? shortestEdge : longest;
    target.height = width <= height ? longest : shortestEdge;
  }
  const left = Math.floor((target.width - crop) / 2);
  return { ...target, left, top: Math.floor((target.height - crop) / 2), crop };
}
