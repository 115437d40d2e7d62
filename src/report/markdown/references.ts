/** `@fig-x`, `@tbl-x`, `@sec-x` and citations `@key`, `[@a; see @b, p. 3]`, by Pandoc's syntax. */
import type { MarkdownIt } from "markdown-it";
import type { CitedWork } from "../citations/citations.js";
import { escapeHtml } from "../show/html.js";
import { contextOf, type PageContext } from "./context.js";

const keyPattern = String.raw`-?@[A-Za-z0-9_](?:[\w:.#$%&+?<>~/-]*[\w/])?`;
const bareReference = new RegExp(keyPattern, "y");
const bracketedReference = new RegExp(String.raw`\[([^[\]]*?${keyPattern}[^[\]]*)\](?![(\[])`, "y");
const onePart = new RegExp(String.raw`^\s*(.*?)\s*(${keyPattern})\s*(?:,\s*|\s+|$)(.*?)\s*$`, "s");

type ReferenceMeta = Record<"works", readonly CitedWork[]> & Record<"isBracketed", boolean>;

/** Teaches a Markdown parser references. */
export function useReferences(markdown: MarkdownIt): void {
  markdown.inline.ruler.before("link", "reference", (state, silent) => {
    const match = matchReference(state.src, state.pos);
    if (match === undefined) return false;
    const context = contextOf(state.env);
    const { works } = match.meta;
    // A word such as @scope in running text is no reference unless something has that name.
    if (!match.meta.isBracketed && !isLabel(works[0].key) && !context.citations.has(works[0].key))
      return false;
    if (!silent) {
      works.forEach((work) => context.citations.use(work.key));
      state.push("reference", "", 0).meta = match.meta;
    }
    state.pos += match.length;
    return true;
  });
  markdown.renderer.rules.reference = (tokens, at, _options, env) =>
    renderReference(tokens[at].meta as ReferenceMeta, contextOf(env));
}

function isLabel(key: string): boolean {
  return /^(fig|tbl|sec)-/.test(key);
}

function matchReference(
  text: string,
  at: number,
): { readonly meta: ReferenceMeta; readonly length: number } | undefined {
  const isBracketed = text[at] === "[";
  if (!isBracketed && text[at] !== "@" && !text.startsWith("-@", at)) return undefined;
  if (!isBracketed && at > 0 && /[\w@]/.test(text[at - 1])) return undefined;
  const pattern = isBracketed ? bracketedReference : bareReference;
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const parts = (isBracketed ? match[1].split(";") : [match[0]]).map(citedWork);
  if (parts.includes(undefined)) return undefined;
  return { meta: { works: parts as CitedWork[], isBracketed }, length: match[0].length };
}

function citedWork(text: string): CitedWork | undefined {
  const match = onePart.exec(text);
  if (match === null) return undefined;
  const [, prefix, key, suffix] = match;
  const withoutAuthor = key.startsWith("-");
  return { key: key.slice(withoutAuthor ? 2 : 1), prefix, suffix, withoutAuthor };
}

function renderReference(meta: ReferenceMeta, context: PageContext): string {
  const [first] = meta.works;
  if (isLabel(first.key)) {
    return meta.works.map((work) => crossReference(work, context)).join(", ");
  }
  for (const work of meta.works) {
    if (!context.citations.has(work.key)) context.unresolved.add(`@${work.key}`);
  }
  return meta.isBracketed
    ? context.citations.inParentheses(meta.works)
    : context.citations.inSentence(first);
}

function crossReference(work: CitedWork, context: PageContext): string {
  const target = context.target(work.key);
  if (target === undefined) {
    context.unresolved.add(`@${work.key}`);
    return `<strong class="unresolved">?@${escapeHtml(work.key)}</strong>`;
  }
  const text = work.withoutAuthor ? target.number : `${target.name}\u00a0${target.number}`;
  return `<a class="cross-reference" href="#${escapeHtml(work.key)}">${text}</a>`;
}
