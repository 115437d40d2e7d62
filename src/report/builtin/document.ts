/** The frame of every page: head, header, table of contents, footer. */
import { createHash } from "node:crypto";
import { documentStart, element, escapeHtml } from "../show/html.js";
import type { Heading } from "../markdown/context.js";

/** What pages of one site share. */
export interface SiteFrame {
  readonly siteTitle: string;
  /** Pages in the header, such as the methods page: address and words. */
  readonly links: readonly { readonly href: string; readonly text: string }[];
  /** Content hash of style and script, so that browsers do not keep old ones. */
  readonly assetVersion: string;
  /** Says which renderer made the page. */
  readonly renderedBy: string;
}

/** One page to be framed. */
export interface FramedPage {
  readonly fileName: string;
  readonly title: string;
  /** Plain text for search engines and previews. */
  readonly description: string;
  readonly headings: readonly Heading[];
  /** Title, stamp and text as HTML. */
  readonly content: string;
  readonly usesPlotly: boolean;
  /** `page` has a table of contents; `index` is the list of reports; `records` is as wide as tables are. */
  readonly kind: "page" | "index" | "records";
}

/** Sets the remembered theme before anything is drawn, so that no page flashes in the other one. */
const themeStart =
  `(function(){try{var t=localStorage.getItem("moviola-theme");` +
  `if(t==="dark"||t==="light")document.documentElement.dataset.theme=t}catch(e){}` +
  `document.documentElement.classList.add("js")})()`;

/**
 * What a page may load: its own files and data addresses, nothing else. `file:` stands beside
 * `'self'` because for pages opened from disk browsers do not agree on what `'self'` is. Of scripts
 * within the page only ours runs, known by its hash: what stands in a notebook's text or outputs never does.
 */
const contentPolicy: string = [
  "default-src 'none'",
  `script-src 'self' file: 'sha256-${createHash("sha256").update(themeStart).digest("base64")}'`,
  "style-src 'self' file: 'unsafe-inline'",
  "img-src 'self' file: data: blob:",
  "font-src 'self' file: data:",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

const mark =
  `<svg class="mark" viewBox="0 0 24 24" width="22" height="22" aria-hidden="true"><rect x="2" y="4" width="20" height="16" rx="2.5" fill="currentColor"/>` +
  `<g fill="var(--moviola-paper)"><rect x="4.2" y="6" width="2" height="2.4" rx=".5"/><rect x="4.2" y="10.8" width="2" height="2.4" rx=".5"/><rect x="4.2" y="15.6" width="2" height="2.4" rx=".5"/>` +
  `<rect x="17.8" y="6" width="2" height="2.4" rx=".5"/><rect x="17.8" y="10.8" width="2" height="2.4" rx=".5"/><rect x="17.8" y="15.6" width="2" height="2.4" rx=".5"/>` +
  `<path d="M8.6 17.6V6.4h6.8v11.2z" opacity=".18"/><path d="M9.9 8.4 15 12l-5.1 3.6z"/></g></svg>`;

const themeButton =
  `<button type="button" class="theme-switch" data-theme-switch hidden aria-label="Switch between light and dark">` +
  `<svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true"><circle cx="12" cy="12" r="8.5" fill="none" stroke="currentColor" stroke-width="1.7"/><path d="M12 3.5a8.5 8.5 0 0 1 0 17z" fill="currentColor"/></svg></button>`;

/** The whole document as HTML. */
export function htmlDocument(page: FramedPage, frame: SiteFrame): string {
  const title = page.kind === "index" ? frame.siteTitle : `${page.title} · ${frame.siteTitle}`;
  const toc = page.kind === "page" ? tocHtml(page.headings) : "";
  const classes = `${page.kind}${toc === "" ? "" : " has-toc"}`;
  return `${documentStart(title, contentPolicy)}
<meta name="description" content="${escapeHtml(page.description)}">
<meta name="generator" content="${escapeHtml(frame.renderedBy)}">
<link rel="icon" href="data:,">
<script>${themeStart}</script>
<link rel="stylesheet" href="assets/moviola.css?v=${frame.assetVersion}">
${page.usesPlotly ? `<script defer src="assets/plotly.min.js"></script>\n` : ""}<script defer src="assets/moviola.js?v=${frame.assetVersion}"></script>
</head>
<body class="${classes}">
<a class="skip" href="#content">Skip to the text</a>
${headerHtml(page, frame)}
<div class="layout">
${toc === "" ? "" : `<nav class="toc toc-side" aria-label="Contents"><p class="toc-title">Contents</p>${toc}</nav>`}
<main id="content">
${page.content}
</main>
</div>
<footer class="site-footer"><p>${escapeHtml(frame.renderedBy)}.</p></footer>
</body>
</html>
`;
}

function headerHtml(page: FramedPage, frame: SiteFrame): string {
  const links = frame.links.map(({ href, text }) =>
    element(
      "a",
      { href, "aria-current": href === page.fileName ? "page" : undefined },
      escapeHtml(text),
    ),
  );
  const brand = `<a class="brand" href="index.html">${mark}<span>${escapeHtml(frame.siteTitle)}</span></a>`;
  return `<header class="site-header"><div class="site-header-row">${brand}<nav aria-label="Site">${links.join("")}</nav>${themeButton}</div></header>`;
}

/** Sections and their parts as nested lists; empty for a page with fewer than two sections. */
export function tocHtml(headings: readonly Heading[]): string {
  const shown = headings.filter((heading) => heading.level === 2 || heading.level === 3);
  if (shown.filter((heading) => heading.level === 2).length < 2) return "";
  let html = "";
  let isInside = false;
  for (const heading of shown) {
    const number =
      heading.number === "" ? "" : `<span class="section-number">${heading.number}</span> `;
    const words = heading.html.replace(/<\/?a\b[^>]*>/g, "");
    const link = `<a href="#${escapeHtml(heading.id)}">${number}${words}</a>`;
    if (heading.level === 3 && !isInside) html = `${html.replace(/<\/li>$/, "") || "<li>"}<ol>`;
    if (heading.level === 2 && isInside) html += "</ol></li>";
    isInside = heading.level === 3;
    html += `<li>${link}</li>`;
  }
  return `<ol>${html}${isInside ? "</ol></li>" : ""}</ol>`;
}
