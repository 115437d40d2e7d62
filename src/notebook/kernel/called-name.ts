const closers: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** Texts and comments, which a bracket in them neither opens nor closes. */
const skipped =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?|`(?:\\[\s\S]|[^`\\])*`?/y;

/** A name, with type arguments perhaps, at the end of a text. */
const nameAtEnd = /([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*(?:<[^()]*>)?\s*$/u;

/**
 * Where the name of the function stands whose arguments are around `position`, in UTF-16 units:
 * a place within the name; `undefined` when `position` is in no call. Code may be unfinished.
 */
export function calledNameAt(source: string, position: number): number | undefined {
  const open: { readonly bracket: string; readonly at: number }[] = [];
  let at = 0;
  while (at < position) {
    skipped.lastIndex = at;
    const text = skipped.exec(source);
    if (text !== null) {
      at = skipped.lastIndex;
      continue;
    }
    const bracket = source[at];
    if (closers[bracket] !== undefined) open.push({ bracket, at });
    else if (bracket === closers[open.at(-1)?.bracket ?? ""]) open.pop();
    at += 1;
  }
  for (const { bracket, at: start } of open.reverse()) {
    const name = bracket === "(" ? nameAtEnd.exec(source.slice(0, start)) : null;
    if (name !== null) return name.index;
  }
  return undefined;
}
