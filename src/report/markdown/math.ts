/** `$…$` and `$$…$$` as MathML, by Pandoc's rules on where a dollar sign begins mathematics. */
import katex from "katex";
import type { MarkdownIt } from "markdown-it";

/** TeX as MathML, which browsers draw without fonts or scripts; what cannot be read is shown in red. */
function texToMathml(tex: string, isDisplay: boolean): string {
  return katex.renderToString(tex, {
    output: "mathml",
    displayMode: isDisplay,
    throwOnError: false,
    strict: "ignore",
    trust: false,
  });
}

/** Teaches a Markdown parser mathematics. */
export function useMath(markdown: MarkdownIt): void {
  useInlineMath(markdown);
  useMathBlocks(markdown);
  markdown.renderer.rules.math = (tokens, at) => texToMathml(tokens[at].content, tokens[at].block);
}

function useInlineMath(markdown: MarkdownIt): void {
  markdown.inline.ruler.after("escape", "math", (state, silent) => {
    if (state.src[state.pos] !== "$") return false;
    const isDisplay = state.src[state.pos + 1] === "$";
    const pattern = isDisplay
      ? /\$\$([^]+?)\$\$/y
      : /\$((?!\s)(?:\\[^]|[^\\$])*?(?<![\s\\]))\$(?!\d)/y;
    pattern.lastIndex = state.pos;
    const match = pattern.exec(state.src);
    if (match === null) return false;
    if (!silent) {
      const token = state.push("math", "math", 0);
      token.content = match[1].trim();
      token.block = isDisplay;
    }
    state.pos += match[0].length;
    return true;
  });
}

/** `$$` at the beginning of a line begins a block of its own, whatever Markdown its lines look like. */
function useMathBlocks(markdown: MarkdownIt): void {
  const options = { alt: ["paragraph", "reference", "blockquote", "list"] };
  const rule: Parameters<typeof markdown.block.ruler.before>[2] = (state, start, end, silent) => {
    const line = (at: number): string =>
      state.src.slice(state.bMarks[at] + state.tShift[at], state.eMarks[at]);
    if (!line(start).startsWith("$$")) return false;
    let last = start;
    const closes = (at: number): boolean =>
      line(at).trimEnd().endsWith("$$") && (at > start || line(at).trim().length > 4);
    while (last < end && !closes(last)) last++;
    if (last >= end) return false;
    if (silent) return true;
    const lines = Array.from({ length: last - start + 1 }, (_unused, at) => line(start + at));
    const token = state.push("math", "math", 0);
    token.content = lines.join("\n").trim().slice(2, -2).trim();
    token.block = true;
    token.map = [start, last + 1];
    state.line = last + 1;
    return true;
  };
  markdown.block.ruler.before("fence", "math_block", rule, options);
}
