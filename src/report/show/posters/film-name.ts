import type { ItemContent } from "../../../data/dataset.js";

/** Title and year, such as "Alien (1979)". */
export function filmName(content: ItemContent): string {
  const { title, year } = content;
  return year === undefined || title.includes(`(${year})`) ? title : `${title} (${year})`;
}
