import sharp from "sharp";
import type { ItemContent } from "../../../data/dataset.js";
import type { Displayable, MimeBundle } from "../displayable.js";
import { element, escapeHtml } from "../html.js";
import { placeholderPoster } from "./placeholder.js";

/** One film of a strip. */
export interface PosterEntry {
  readonly content: ItemContent;
  /** A line under the title, such as a score or "rated 5". */
  readonly remark?: string;
  /** Draws a frame around the poster: a hit or a miss. */
  readonly mark?: "hit" | "miss";
}

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
        options.caption === undefined ? "" : element("figcaption", {}, escapeHtml(options.caption));
      const text = entries.map(
        (entry) =>
          `  ${filmName(entry.content)}${entry.remark === undefined ? "" : ` (${entry.remark})`}`,
      );
      return {
        "text/plain": [...(options.caption === undefined ? [] : [options.caption]), ...text].join(
          "\n",
        ),
        "text/html": element(
          "figure",
          { class: "moviola-poster-strip" },
          caption + element("ul", { class: "moviola-posters" }, items.join("")),
        ),
      };
    },
  };
}

/** Title and year, the year once: "Toy Story (1995)". */
export function filmName(content: ItemContent): string {
  const { title, year } = content;
  return year === undefined || title.includes(`(${year})`) ? title : `${title} (${year})`;
}

async function posterHtml(entry: PosterEntry): Promise<string> {
  const name = filmName(entry.content);
  const source = await posterSource(entry.content);
  const image = element("img", {
    src: source,
    alt: name,
    width: 120,
    height: 180,
    loading: "lazy",
  }).replace("</img>", "");
  const remark =
    entry.remark === undefined
      ? ""
      : element("span", { class: "remark" }, escapeHtml(entry.remark));
  return element(
    "li",
    { class: entry.mark },
    image + element("span", { class: "title" }, escapeHtml(name)) + remark,
  );
}

async function posterSource(content: ItemContent): Promise<string> {
  if (content.posterPath !== undefined) {
    try {
      const image = sharp(content.posterPath, { limitInputPixels: 50_000_000 }).rotate();
      const jpeg = await image
        .resize(posterWidth, posterWidth * 1.5, { fit: "cover" })
        .jpeg({ quality: 72 })
        .toBuffer();
      return `data:image/jpeg;base64,${jpeg.toString("base64")}`;
    } catch {
      // A broken poster file is shown as a missing one; the placeholder says so.
    }
  }
  const svg = placeholderPoster(content.title.replace(/\s*\(\d{4}\)$/, ""), content.year);
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
}
