import type { Displayable } from "./displayable.js";

/** Something already rendered: HTML that the caller vouches for, with its text twin. */
export function html(markup: string, text: string): Displayable {
  return { toMimeBundle: () => ({ "text/plain": text, "text/html": markup }) };
}
