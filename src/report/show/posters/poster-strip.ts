import sharp from "sharp";
import type { ItemContent } from "../../../data/dataset.js";
import type { Displayable, MimeBundle } from "../displayable.js";
import { element, escapeHtml } from "../html.js";
import { filmName } from "./film-name.js";
import { placeholderPoster } from "./placeholder.js";

/** One film of a strip. */
export interface PosterEntry {
  readonly content: ItemContent;
  /** A line under the title, such as a score or "rated 5". */
  readonly remark?: string;
  /** Draws a frame around the poster: a hit or a miss. */
  readonly mark?: "hit" | "miss";
}

/** A row also where no theme is; `:where` lets any theme win. */
const plainStyle =
  "<style>:where(.moviola-posters){display:flex;flex-wrap:wrap;gap:.75rem}" +
  ":where(.moviola-poster){margin:0;width:6rem}" +
  ":where(.moviola-poster.hit,.moviola-poster.miss) :where(img,svg){outline:3px solid #2f8f4e;outline-offset:1px}" +
  ":where(.moviola-poster.miss) :where(img,svg){outline:3px dashed #c0392b}" +
  ":where(.moviola-poster .moviola-note){display:block}</style>";

/** Width in pixels at which posters are stored in a page; they are shown smaller. */
const posterWidth = 120;

/**
 * A row of posters for `show()`, each with title, year and a remark. Posters are embedded as small
 * JPEG images; a film without a poster, or with one that cannot be read, gets a drawn placeholder.
 */
export function posterStrip(
  entries: readonly PosterEntry[],
  options: { caption?: string } = {},
): Displayable {
  return {
    async toMimeBundle(): Promise<MimeBundle> {
      const items = await Promise.all(entries.map(posterHtml));
      const caption =
        options.caption === undefined
          ? ""
          : element("p", { class: "moviola-figure-title" }, escapeHtml(options.caption));
      const text = entries.map(
        (entry) =>
          `  ${filmName(entry.content)}${entry.remark === undefined ? "" : ` (${entry.remark})`}`,
      );
      return {
        "text/plain": [...(options.caption === undefined ? [] : [options.caption]), ...text].join(
          "\n",
        ),
        "text/html":
          plainStyle + caption + element("div", { class: "moviola-posters" }, items.join("")),
      };
    },
  };
}

async function posterHtml(entry: PosterEntry): Promise<string> {
  const { title, year } = entry.content;
  const image = await posterImage(entry.content);
  const yearHtml =
    year === undefined ? "" : ` ${element("span", { class: "moviola-year" }, String(year))}`;
  const remark =
    entry.remark === undefined
      ? ""
      : ` ${element("span", { class: "moviola-note" }, escapeHtml(entry.remark))}`;
  const caption = element("figcaption", {}, escapeHtml(bareTitle(title)) + yearHtml + remark);
  const mark = entry.mark === undefined ? "" : ` ${entry.mark}`;
  return element("figure", { class: `moviola-poster${mark}` }, image + caption);
}

/** The title without the year that MovieLens writes behind it. */
function bareTitle(title: string): string {
  return title.replace(/\s*\(\d{4}\)\s*$/, "");
}

async function posterImage(content: ItemContent): Promise<string> {
  if (content.posterPath !== undefined) {
    try {
      const image = sharp(content.posterPath, { limitInputPixels: 50_000_000 }).rotate();
      const size = { width: posterWidth, height: posterWidth * 1.5, fit: "cover" } as const;
      const jpeg = await image.resize(size).jpeg({ quality: 72 }).toBuffer();
      const source = `data:image/jpeg;base64,${jpeg.toString("base64")}`;
      const alt = escapeHtml(filmName(content));
      return `<img src="${source}" alt="${alt}" width="92" height="138" />`;
    } catch {
      // A broken poster file is shown as a missing one; the placeholder says so.
    }
  }
  return placeholderPoster(bareTitle(content.title), content.year);
}
