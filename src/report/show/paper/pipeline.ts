import type { Displayable } from "../displayable.js";
import { element, escapeHtml } from "../html.js";

/** One box of a pipeline. */
export interface PipelineStep {
  readonly title: string;
  /** A few words below it, such as a shape. */
  readonly detail?: string;
}

/** Settings of {@link pipeline}. */
export interface PipelineOptions {
  /** What the drawing shows; also its accessible name. */
  readonly caption?: string;
}

const width = 720;
const gap = 34;
const lineHeight = 15;
const boxGap = 14;

/**
 * A drawn pipeline: boxes in columns from left to right, an arrow from every box of a column to every box of the
 * next. Two to six columns read well. An SVG in the page's colours.
 */
export function pipeline(
  columns: readonly (readonly PipelineStep[])[],
  options: PipelineOptions = {},
): Displayable {
  const { caption = "Pipeline" } = options;
  const text = columns.map((steps) => steps.map(stepText).join(" | ")).join("\n  → ");
  const title = element("p", { class: "moviola-figure-title" }, escapeHtml(caption));
  const figure = element("div", { class: "moviola-figure" }, drawing(columns, caption));
  return {
    toMimeBundle: () => ({ "text/plain": `${caption}\n    ${text}`, "text/html": title + figure }),
  };
}

function stepText({ title, detail }: PipelineStep): string {
  return detail === undefined ? title : `${title} (${detail})`;
}

interface Box {
  readonly lines: readonly { readonly text: string; readonly isTitle: boolean }[];
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

function drawing(columns: readonly (readonly PipelineStep[])[], caption: string): string {
  const boxWidth = (width - 2 - gap * (columns.length - 1)) / Math.max(1, columns.length);
  const perLine = Math.max(6, Math.floor((boxWidth - 14) / 6.4));
  const wrapped = columns.map((steps) => steps.map((step) => linesOf(step, perLine)));
  const heightOf = (lines: Box["lines"]): number => lines.length * lineHeight + 14;
  const columnHeight = (boxes: readonly Box["lines"][]): number =>
    boxes.reduce((sum, lines) => sum + heightOf(lines), 0) + boxGap * (boxes.length - 1);
  const height = Math.max(...wrapped.map(columnHeight)) + 4;
  const placed = wrapped.map((boxes, column): Box[] => {
    let y = (height - columnHeight(boxes)) / 2;
    return boxes.map((lines) => {
      const box = { lines, x: 1 + column * (boxWidth + gap), y, height: heightOf(lines) };
      y += box.height + boxGap;
      return box;
    });
  });
  const arrows = placed.slice(1).flatMap((boxes, column) => {
    return boxes.flatMap((to) => placed[column].map((from) => arrow(from, to, boxWidth)));
  });
  const attributes = {
    viewBox: `0 0 ${width} ${height.toFixed(1)}`,
    role: "img",
    "aria-label": caption,
    fill: "currentColor",
    "font-family": "system-ui, sans-serif",
    "font-size": 12,
  };
  return element("svg", attributes, arrows.join("") + placed.flat().map(boxSvg(boxWidth)).join(""));
}

function linesOf({ title, detail }: PipelineStep, perLine: number): Box["lines"] {
  const of = (text: string, isTitle: boolean): { text: string; isTitle: boolean }[] =>
    wrap(text, perLine).map((line) => ({ text: line, isTitle }));
  return [...of(title, true), ...(detail === undefined ? [] : of(detail, false))];
}

function wrap(text: string, perLine: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < perLine) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
}

const boxSvg =
  (boxWidth: number) =>
  ({ lines, x, y, height }: Box): string => {
    const frame = element("rect", {
      x: x.toFixed(1),
      y: y.toFixed(1),
      width: boxWidth.toFixed(1),
      height,
      rx: 5,
      fill: "var(--moviola-panel, none)",
      stroke: "var(--moviola-rule-strong, currentColor)",
    });
    const texts = lines.map(({ text, isTitle }, at) => {
      const place = {
        x: (x + boxWidth / 2).toFixed(1),
        y: (y + 18 + at * lineHeight).toFixed(1),
        "text-anchor": "middle",
        ...(isTitle ? { "font-weight": 600 } : { "font-size": 11, opacity: 0.8 }),
      };
      return element("text", place, escapeHtml(text));
    });
    return frame + texts.join("");
  };

function arrow(from: Box, to: Box, boxWidth: number): string {
  const [x1, y1] = [from.x + boxWidth + 2, from.y + from.height / 2];
  const [x2, y2] = [to.x - 3, to.y + to.height / 2];
  const bend = (x2 - x1) / 2;
  const at = (...values: number[]): string => values.map((value) => value.toFixed(1)).join(" ");
  const line = `M${at(x1, y1)} C${at(x1 + bend, y1, x2 - bend, y2, x2 - 5, y2)}`;
  const head = `M${at(x2, y2)} L${at(x2 - 7, y2 - 4)} L${at(x2 - 7, y2 + 4)} Z`;
  const stroke = {
    fill: "none",
    stroke: "var(--moviola-muted, currentColor)",
    "stroke-width": 1.2,
  };
  return (
    element("path", { d: line, ...stroke }) +
    element("path", { d: head, fill: "var(--moviola-muted, currentColor)" })
  );
}
