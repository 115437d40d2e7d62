import { MoviolaError } from "../../../common/errors.js";
import type { Displayable, MimeBundle } from "../displayable.js";
import { element, escapeHtml } from "../html.js";
import { html } from "../rendered.js";
import { show } from "../show.js";

/** A task at the end of a notebook. */
export interface Exercise {
  readonly id: string;
  /** 1 needs a cell changed, 2 a few lines, 3 an idea. */
  readonly level: 1 | 2 | 3;
  readonly title: string;
  readonly task: string;
  /** True when the answer is right, else why not yet; it must not give the answer. May throw: then the answer is of the wrong kind. */
  readonly judge: (answer: unknown) => boolean | string | Promise<boolean | string>;
}

/** What became of an answer. */
export interface ExerciseResult {
  readonly id: string;
  readonly state: "right" | "not yet" | "not answered";
  readonly why: string;
}

const levels = { 1: "warm-up", 2: "work", 3: "research" } as const;

/** The exercises of a notebook: `show` lists them, {@link check} looks at an answer. */
export class Exercises implements Displayable {
  readonly #exercises: readonly Exercise[];

  /** Throws `E_EXERCISE` when two have one id. */
  constructor(exercises: readonly Exercise[]) {
    const ids = exercises.map(({ id }) => id);
    const twice = ids.find((id, at) => ids.indexOf(id) !== at);
    if (twice !== undefined) throw exerciseError("ids that differ", `"${twice}" twice`);
    this.#exercises = exercises;
  }

  toMimeBundle(): MimeBundle {
    const items = this.#exercises.map(({ id, level, title, task }) => {
      const name = element("strong", {}, escapeHtml(title));
      const kind = element("small", {}, `${levels[level]} · ${escapeHtml(`check("${id}", …)`)}`);
      return element("li", {}, `${name} ${kind} ${element("p", {}, escapeHtml(task))}`);
    });
    const text = this.#exercises.map(
      ({ id, level, title, task }) => `${title} (${levels[level]}, check("${id}", ...))\n  ${task}`,
    );
    return {
      "text/plain": text.join("\n"),
      "text/html": element("ol", { class: "moviola-exercises" }, items.join("")),
    };
  }

  /**
   * Looks at an answer and shows whether it is right, or not yet and why; without one, that it is not answered. Never
   * gives the answer. Throws `E_EXERCISE` for an id that no exercise has.
   */
  async check(id: string, answer?: unknown): Promise<ExerciseResult> {
    const exercise = this.#exercises.find((one) => one.id === id);
    if (exercise === undefined) {
      const known = this.#exercises.map((one) => one.id).join(", ");
      throw exerciseError(`one of ${known}`, `"${id}"`);
    }
    const result: ExerciseResult = { id, ...(await judged(exercise, answer)) };
    await show(resultLine(exercise, result));
    // As the last line of a cell the result is shown already.
    return Object.defineProperty(result, "toMimeBundle", { value: () => ({}) });
  }
}

async function judged(
  { judge }: Exercise,
  answer: unknown,
): Promise<Pick<ExerciseResult, "state" | "why">> {
  if (answer === undefined) return { state: "not answered", why: "Give your answer to check it" };
  try {
    const said = await judge(answer);
    if (said === true) return { state: "right", why: "" };
    return { state: "not yet", why: said === false ? "The answer is another" : said };
  } catch (error) {
    const why = error instanceof Error ? error.message.split("\n", 1)[0] : String(error);
    return { state: "not yet", why: `The answer cannot be looked at: ${why}` };
  }
}

function resultLine({ title }: Exercise, { state, why }: ExerciseResult): Displayable {
  const asked = /[?!]$/.test(title) ? title : `${title}:`;
  const text = `${asked} ${state}${why === "" ? "" : `. ${why}`}`;
  const mark = state === "right" ? "holds" : state === "not yet" ? "fails" : "moviola-note";
  const words = `${escapeHtml(asked)} ${element("span", { class: mark }, state)}`;
  const reason = why === "" ? "" : ` ${element("small", {}, escapeHtml(why))}`;
  return html(element("p", { class: "moviola-exercise" }, words + reason), text);
}

function exerciseError(expected: string, got: string): MoviolaError {
  return new MoviolaError("E_EXERCISE", "There is no such exercise", {
    where: "exercises",
    expected,
    got,
    remedy: "Use the id that the list of exercises shows",
  });
}

/**
 * The exercises at the end of a notebook.
 *
 * @example
 * const tasks = exercises([{ id: "mean", level: 1, title: "The mean", task: "What is it?", judge: (n) => n === 3 }]);
 * await show(tasks);
 * await tasks.check("mean", 3);
 */
export function exercises(list: readonly Exercise[]): Exercises {
  return new Exercises(list);
}
