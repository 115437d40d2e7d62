import type { PaperFacts } from "../show/paper/verdict-facts.js";

/** A paper as it is cited in running text: "Xia et al. 2024", "Zhou and Shen 2023". */
export function paperName({ authors, year }: Pick<PaperFacts, "authors" | "year">): string {
  const names = authors.map(familyName);
  if (names.length === 0) return String(year);
  if (names.length > 2) return `${names[0]} et al. ${year}`;
  return `${names.join(" and ")} ${year}`;
}

/** "Xia" of "Xia, Linhan" and of "L. Xia", "de Pineda" of "L. de Pineda". */
function familyName(author: string): string {
  const [family, given] = author.split(/,\s*/, 2);
  if (given !== undefined) return family;
  const withoutInitials = author.trim().replace(/^(?:\p{Lu}\.[\s-]*)+/u, "");
  if (withoutInitials !== author.trim() && withoutInitials !== "") return withoutInitials;
  return author.trim().split(/\s+/).at(-1) ?? author;
}
