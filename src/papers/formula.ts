/** Arithmetic as people write it, such as `1 - nRatings / (nUsers * nItems)`: no more than claims need. */

const operators: Readonly<Record<string, (first: number, second: number) => number>> = {
  "+": (first, second) => first + second,
  "-": (first, second) => first - second,
  "*": (first, second) => first * second,
  "/": (first, second) => first / second,
  ">": (first, second) => Number(first > second),
};

const levels: readonly (readonly string[])[] = [[">"], ["+", "-"], ["*", "/"]];

/**
 * The value of `formula` with `values` for its names: numbers, names, parentheses, `+ - * /` and `>`, which is 1
 * where it holds and 0 elsewhere and binds least. Throws a `SyntaxError` for anything else.
 */
export function evaluate(formula: string, values: Readonly<Record<string, number>>): number {
  const tokens = formula.match(/\d+(?:\.\d+)?|[A-Za-z]\w*|\S/g) ?? [];
  let at = 0;
  const level = (depth: number): number => {
    if (depth === levels.length) return atom();
    let value = level(depth + 1);
    while (at < tokens.length && levels[depth].includes(tokens[at])) {
      const apply = operators[tokens[at++]];
      value = apply(value, level(depth + 1));
    }
    return value;
  };
  const atom = (): number => {
    const token = tokens.at(at++) ?? "the end";
    if (at <= tokens.length && token === "-") return -atom();
    if (at <= tokens.length && token === "(") {
      const value = level(0);
      if (tokens[at++] !== ")") throw new SyntaxError(`a parenthesis that is not closed`);
      return value;
    }
    if (/^\d/.test(token)) return Number(token);
    if (Object.hasOwn(values, token)) return values[token];
    throw new SyntaxError(`${token} where a number or a name was due`);
  };
  const value = level(0);
  if (at < tokens.length) throw new SyntaxError(`${tokens[at]} behind the end`);
  return value;
}
