/** A value that JSON can hold. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Settings of a model, split or protocol: flat, JSON-safe, hashed into every run's manifest. */
export type Config = Readonly<Record<string, string | number | boolean>>;

/** How deep lists and objects may be nested in a document; no format here comes near it. */
export const maximumJsonDepth = 1000;

/**
 * `JSON.parse` for what comes from outside. Throws a `SyntaxError` also where the nesting is deeper than
 * {@link maximumJsonDepth}: `JSON.parse` takes any depth, and whatever then walks over the value would
 * exhaust the stack.
 */
export function parseJson(text: string): unknown {
  // Two characters a level at least.
  if (text.length > 2 * maximumJsonDepth) refuseDepth(text);
  return JSON.parse(text) as unknown;
}

function refuseDepth(text: string): void {
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (isQuoted) {
      if (character === "\\") at++;
      else if (character === '"') isQuoted = false;
    } else if (character === '"') isQuoted = true;
    else if (character === "[" || character === "{") depth++;
    else if (character === "]" || character === "}") depth--;
    if (depth > maximumJsonDepth) {
      throw new SyntaxError(`nested deeper than ${maximumJsonDepth} levels at position ${at}`);
    }
  }
}
