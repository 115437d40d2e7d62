import { readTheme } from "../../site/theme.js";
import type { Displayable } from "../displayable.js";
import { documentStart, element, escapeHtml } from "../html.js";

/** What {@link standalonePage} puts around a display. */
export interface StandalonePageOptions {
  readonly title: string;
  /** A sentence or two under the title. */
  readonly description?: string;
}

/** A page in one file may load nothing at all. */
const contentPolicy =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/**
 * A display as one HTML file with the theme of the reports in it: light and dark, tables that can be
 * sorted, static figures; it reads the same without JavaScript.
 */
export async function standalonePage(
  display: Displayable,
  { title, description = "" }: StandalonePageOptions,
): Promise<string> {
  const { style, script } = await readTheme();
  const bundle = await display.toMimeBundle();
  // Without plotly beside it the drawings stay; their interactive twins would only make the file larger.
  const body = (bundle["text/html"] ?? "").replace(/ data-plotly="[^"]*"/g, "");
  const lead = description === "" ? "" : element("p", { class: "lead" }, escapeHtml(description));
  return `${documentStart(title, contentPolicy)}
<link rel="icon" href="data:,">
<style>
${style.replaceAll("</style", "<\\/style")}
</style>
</head>
<body class="page">
<div class="layout">
<main id="content">
<header class="title-block"><h1>${unbroken(title)}</h1>${lead}</header>
<div class="text"><div class="cell-output">
${body}
</div></div>
</main>
</div>
<script>
${script.replaceAll("</script", "<\\/script")}
</script>
</body>
</html>
`;
}

/** The title as HTML in which names such as `item-knn` stand on one line. */
function unbroken(title: string): string {
  const words = title.split(" ").map((word) => {
    const style = "white-space:nowrap";
    return word.includes("-") ? element("span", { style }, escapeHtml(word)) : escapeHtml(word);
  });
  return words.join(" ");
}
