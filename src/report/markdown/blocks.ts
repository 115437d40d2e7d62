/** Blocks that Quarto knows beyond Markdown: `::: {.class}` boxes, figures, attributes of headings. */
import type { MarkdownIt, Token } from "markdown-it";
import { element, escapeHtml } from "../show/html.js";
import { contextOf } from "./context.js";

/** What stands in braces: `{#label .class key=value}`. */
interface Attributes {
  readonly label: string | undefined;
  readonly classes: readonly string[];
  readonly values: Readonly<Record<string, string>>;
}

function parseAttributes(text: string): Attributes {
  const values = [...text.matchAll(/([\w-]+)=(?:"([^"]*)"|'([^']*)'|([^\s"']+))/g)].map(
    (match): [string, string] => [match[1], match[2] ?? match[3] ?? match[4]],
  );
  const plain = text.replace(/[\w-]+=(?:"[^"]*"|'[^']*'|\S+)/g, " ");
  return {
    label: /#([\w][\w:.-]*)/.exec(plain)?.[1],
    classes: [...plain.matchAll(/\.([A-Za-z][\w-]*)/g)].map((match) => match[1]),
    values: Object.fromEntries(values),
  };
}

const calloutTitles: Readonly<Record<string, string>> = {
  "callout-note": "Note",
  "callout-tip": "Tip",
  "callout-important": "Important",
  "callout-warning": "Warning",
  "callout-caution": "Caution",
};

/** Teaches a Markdown parser `::: {.callout-note}` … `:::` and other boxes with classes. */
export function useBoxes(markdown: MarkdownIt): void {
  const options = { alt: ["paragraph", "reference", "blockquote", "list"] };
  markdown.block.ruler.before(
    "fence",
    "box",
    (state, start, end, silent) => {
      const line = (at: number): string =>
        state.src.slice(state.bMarks[at] + state.tShift[at], state.eMarks[at]).trim();
      const opening = /^:{3,}\s*(?:\{([^}]*)\}|([A-Za-z][\w-]*))\s*:*$/.exec(line(start));
      if (opening === null) return false;
      let depth = 1;
      let last = start + 1;
      for (; last < end; last++) {
        if (/^:{3,}\s*[{A-Za-z]/.test(line(last))) depth++;
        else if (/^:{3,}$/.test(line(last)) && --depth === 0) break;
      }
      if (last >= end) return false;
      if (silent) return true;
      const attributes = parseAttributes(opening[1] ?? `.${opening[2]}`);
      state.push("box_open", "div", 1).meta = { attributes };
      const parent = { type: state.parentType, lineMax: state.lineMax };
      state.lineMax = last;
      state.md.block.tokenize(state, start + 1, last);
      state.lineMax = parent.lineMax;
      state.parentType = parent.type;
      state.push("box_close", "div", -1);
      state.line = last + 1;
      return true;
    },
    options,
  );
  markdown.renderer.rules.box_open = (tokens, at) =>
    boxOpening(tokens[at].meta?.attributes as Attributes);
  markdown.renderer.rules.box_close = () => "</div>\n";
}

function boxOpening({ label, classes, values }: Attributes): string {
  const kind = classes.find((name) => name in calloutTitles);
  const title = kind === undefined ? undefined : (values.title ?? calloutTitles[kind]);
  const names = kind === undefined ? classes : ["callout", ...classes];
  const opening = element("div", { id: label, class: names.join(" ") || undefined });
  const heading = title === undefined ? "" : `<p class="callout-title">${escapeHtml(title)}</p>\n`;
  return `${opening.replace("</div>", "")}\n${heading}`;
}

/** Gives headings their numbers and anchors, and collects them for the table of contents. */
export function useHeadings(markdown: MarkdownIt): void {
  markdown.core.ruler.before("inline", "heading_attributes", (state) => {
    const context = contextOf(state.env);
    state.tokens.forEach((token, at) => {
      if (token.type !== "heading_open") return;
      const inline = state.tokens[at + 1];
      const match = /\s*\{([^{}]*)\}\s*$/.exec(inline.content);
      const attributes = parseAttributes(match?.[1] ?? "");
      if (match !== null) inline.content = inline.content.slice(0, match.index);
      const level = Number(token.tag.slice(1));
      const id = attributes.label ?? context.anchor(inline.content);
      const isNumbered = !attributes.classes.includes("unnumbered") && match?.[1].trim() !== "-";
      const number = context.addSection(id, level, isNumbered);
      token.attrSet("id", id);
      token.meta = { number };
    });
  });
  collectHeadings(markdown);
  markdown.renderer.rules.heading_open = (tokens, at) => {
    const token = tokens[at];
    const { number } = token.meta as { number: string };
    const mark = number === "" ? "" : `<span class="section-number">${number}</span> `;
    return `<${token.tag} id="${idOf(token)}">${mark}`;
  };
  markdown.renderer.rules.heading_close = (tokens, at) => {
    const id = idOf(tokens.slice(0, at).findLast((token) => token.type === "heading_open"));
    return ` <a class="anchor" href="#${id}" aria-label="Link to this section">#</a></${tokens[at].tag}>\n`;
  };
}

function idOf(heading: Token | undefined): string {
  return escapeHtml(String(heading?.attrGet("id") ?? ""));
}

function collectHeadings(markdown: MarkdownIt): void {
  markdown.core.ruler.push("collect_headings", (state) => {
    const context = contextOf(state.env);
    state.tokens.forEach((token, at) => {
      if (token.type !== "heading_open") return;
      const html = markdown.renderer.renderInline(
        state.tokens[at + 1].children ?? [],
        state.md.options,
        state.env,
      );
      const { number } = token.meta as { number: string };
      const level = Number(token.tag.slice(1));
      context.headings.push({ id: String(token.attrGet("id") ?? ""), level, number, html });
    });
  });
}

/** An image alone in its paragraph becomes a figure whose caption is the image's text. */
export function useFigures(markdown: MarkdownIt): void {
  markdown.core.ruler.before("inline", "figure_attributes", (state) => {
    const context = contextOf(state.env);
    state.tokens.forEach((token, at) => {
      const inline = state.tokens[at + 1];
      if (token.type !== "paragraph_open" || inline?.type !== "inline") return;
      const match = /^(!\[[^\]]+\]\([^()]*\))(?:\{([^{}]*)\})?\s*$/.exec(inline.content);
      if (match === null) return;
      const { label } = parseAttributes(match[2] ?? "");
      const target = label === undefined ? undefined : context.addFloat(label);
      inline.content = match[1];
      token.meta = { figure: { label, target } };
      state.tokens[at + 2].meta = token.meta;
      inline.meta = token.meta;
    });
  });
  markdown.renderer.rules.paragraph_open = (tokens, at, options, _env, self) => {
    const meta = tokens[at].meta as { figure?: { label?: string } } | null;
    if (meta?.figure === undefined) return self.renderToken(tokens, at, options);
    return element("figure", { id: meta.figure.label }).replace("</figure>", "");
  };
  markdown.renderer.rules.paragraph_close = (tokens, at, options, env, self) => {
    const meta = tokens[at].meta as { figure?: { target?: { number: string } } } | null;
    if (meta?.figure === undefined) return self.renderToken(tokens, at, options);
    const image = tokens[at - 1].children?.[0];
    const caption = self.renderInline(image?.children ?? [], options, env);
    const number = meta.figure.target?.number;
    const mark = number === undefined ? "" : `<strong>Figure ${number}.</strong> `;
    return `<figcaption>${mark}${caption}</figcaption></figure>\n`;
  };
}
