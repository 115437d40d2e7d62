/** A way of writing that notebooks in Python know and TypeScript does not. */
interface Habit {
  readonly line: RegExp;
  /** What the compiler says of it, where the line alone does not tell. */
  readonly message?: RegExp;
  readonly remedy: string;
}

const documentation = "Shift+Tab on a name shows its signature and documentation";

const habits: readonly Habit[] = [
  { line: /^\s*%%?[a-z]/i, remedy: "cells are TypeScript and have no magics" },
  { line: /^\s*![\w./~-]+(\s+[\w./~-]|\s*$)/, remedy: "cells run no shell: use a terminal" },
  { line: /^\s*\?{0,2}\s*[\w.$]+\s*\?{1,2}\s*$|^\s*\?{1,2}\s*[\w.$]+\s*$/, remedy: documentation },
  { line: /^\s*help\s*\(/, message: /'help'/, remedy: documentation },
  {
    line: /\bprint\s*\(/,
    message: /'print'/,
    remedy: "`console.log(…)` prints; the value of the last expression is shown without it",
  },
  { line: /^\s*from\s+[\w.]+\s+import\s/, remedy: '`import { name } from "package"`' },
  { line: /^\s*import\s+[\w.]+(\s+as\s+\w+)?\s*$/, remedy: '`import * as name from "package"`' },
  {
    line: /^\s*[\p{ID_Start}$_][\p{ID_Continue}$]*\s*=[^=>]/u,
    message: /^Cannot find name/,
    remedy: "a new name is declared with `const` or `let`",
  },
];

/**
 * What to write in place of a line that the compiler refused with `message`, when it reads like
 * Python; `undefined` when it does not.
 */
export function remedyForHabit(line: string, message: string): string | undefined {
  return habits.find(
    (habit) =>
      habit.line.test(line) && (habit.message === undefined || habit.message.test(message)),
  )?.remedy;
}
