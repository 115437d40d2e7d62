import { randomUUID } from "node:crypto";
import type { Progress, ProgressListener } from "../../common/progress.js";
import { element, escapeHtml } from "./html.js";
import { formatSeconds } from "./format.js";
import { currentSink, isNotebook } from "./sink.js";

/** Shortest time between two drawings, in milliseconds. */
const drawInterval = 150;
/** Shortest time between two lines where no line can be redrawn. */
const lineInterval = 10_000;

/**
 * Runs `work` with a listener that draws its progress: a bar in a notebook and in a terminal, a line
 * every ten seconds elsewhere. Nothing is drawn for work of less than a second. Returns what `work`
 * returns.
 */
export async function withProgress<T>(
  title: string,
  work: (onProgress: ProgressListener) => Promise<T>,
): Promise<T> {
  const bar = new ProgressBar(title);
  try {
    const result = await work((progress) => bar.update(progress));
    bar.finish("done");
    return result;
  } catch (error) {
    bar.finish("failed");
    throw error;
  }
}

/** The drawing behind {@link withProgress}. */
export class ProgressBar {
  readonly #title: string;
  readonly #started = performance.now();
  readonly #updateId: string = randomUUID();
  #lastDrawn: number;
  #isDrawn = false;

  constructor(title: string) {
    this.#title = title;
    this.#lastDrawn = this.#started + 1000 - drawInterval;
  }

  update(progress: Progress): void {
    const now = performance.now();
    const interval = isNotebook() || process.stderr.isTTY ? drawInterval : lineInterval;
    if (now - this.#lastDrawn < interval) return;
    this.#lastDrawn = now;
    this.#draw(progress, describeProgress(this.#title, progress, (now - this.#started) / 1000));
  }

  finish(state: "done" | "failed"): void {
    if (!this.#isDrawn) return;
    const seconds = (performance.now() - this.#started) / 1000;
    const text = `${this.#title}: ${state} in ${formatSeconds(seconds)}`;
    if (isNotebook()) {
      const markup = element(
        "p",
        { class: "moviola-progress", "data-state": state },
        escapeHtml(text),
      );
      currentSink().display(
        { "text/plain": text, "text/html": markup },
        { updateId: this.#updateId },
      );
    } else process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${text}\n` : `${text}\n`);
  }

  #draw(progress: Progress, text: string): void {
    this.#isDrawn = true;
    if (isNotebook()) {
      const bar = element("progress", {
        value: progress.total === undefined ? undefined : progress.done,
        max: progress.total,
      });
      const markup = element(
        "p",
        { class: "moviola-progress", "data-state": "running" },
        `${bar} ${escapeHtml(text)}`,
      );
      currentSink().display(
        { "text/plain": text, "text/html": markup },
        { updateId: this.#updateId },
      );
    } else process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${text}` : `${text}\n`);
  }
}

/** Such as `fit svd-pp: 7 of 20 epochs, 3.2 s, 5.9 s left, valid RMSE 0.93`. */
export function describeProgress(title: string, progress: Progress, seconds: number): string {
  const { done, total, unit = "", note } = progress;
  const amount = total === undefined ? `${done} ${unit}` : `${done} of ${total} ${unit}`;
  const left = total === undefined || done <= 0 ? undefined : (seconds / done) * (total - done);
  const parts = [amount.trim(), formatSeconds(seconds)];
  if (left !== undefined && left > 0) parts.push(`${formatSeconds(left)} left`);
  if (note !== undefined) parts.push(note);
  return `${title}: ${parts.join(", ")}`;
}
