import { escapeHtml } from "../show/html.js";
import type { Person, Work } from "./work.js";

/** One entry of the list of references, as HTML. `year` carries the letter of works that read alike. */
export function reference(work: Work, year: string): string {
  const people =
    nameList(work.authors) || nameList(work.editors, work.editors.length > 1 ? ", eds" : ", ed");
  const isBook = /^(book|phdthesis|mastersthesis|proceedings|manual)$/.test(work.type);
  const [title, ...rest] = isBook ? bookParts(work) : articleParts(work);
  const yearPart = `${escapeHtml(year)}.`;
  const parts = [
    ...(people === "" ? [title, yearPart] : [sentence(escapeHtml(people)), yearPart, title]),
    ...rest,
    work.note === undefined ? undefined : sentence(escapeHtml(work.note)),
    work.address === undefined ? undefined : addressLink(work.address),
  ];
  return parts.filter((part) => part !== undefined).join(" ");
}

function bookParts(work: Work): (string | undefined)[] {
  return [sentence(`<em>${escapeHtml(work.title)}</em>`, work.title), publisherPart(work)];
}

function articleParts(work: Work): (string | undefined)[] {
  const title = `“${escapeHtml(/[.?!]$/.test(work.title) ? work.title : `${work.title}.`)}”`;
  if (work.container === undefined) return [title, publisherPart(work)];
  const container = `<em>${escapeHtml(work.container)}</em>`;
  const pages = work.pages === undefined ? "" : escapeHtml(work.pages);
  if (work.type === "article") {
    const volume = work.volume === undefined ? "" : ` ${escapeHtml(work.volume)}`;
    const number = work.number === undefined ? "" : ` (${escapeHtml(work.number)})`;
    return [title, `${container}${volume}${number}${pages === "" ? "" : `: ${pages}`}.`];
  }
  return [title, `In ${container}${pages === "" ? "" : `, ${pages}`}.`, publisherPart(work)];
}

function publisherPart(work: Work): string | undefined {
  return work.publisher === undefined ? undefined : sentence(escapeHtml(work.publisher));
}

function addressLink(address: string): string {
  const escaped = escapeHtml(address);
  return `<a href="${escaped}" rel="noreferrer">${escaped}</a>.`;
}

/** "He, Xiangnan, Kuan Deng, and Xiang Wang"; of more than ten people, seven and "et al.". */
function nameList(people: readonly Person[], ending = ""): string {
  if (people.length === 0) return "";
  const shown = people.length > 10 ? people.slice(0, 7) : people;
  const names = shown.map((person, at) => {
    if (person.given === "") return person.family;
    return at === 0 ? `${person.family}, ${person.given}` : `${person.given} ${person.family}`;
  });
  if (people.length > 10) return `${names.join(", ")}, et al${ending}`;
  if (names.length === 1) return names[0] + ending;
  return `${names.slice(0, -1).join(", ")}, and ${names.at(-1)!}${ending}`;
}

/** With a full stop, unless the text ends with a mark of its own. */
function sentence(markup: string, text: string = markup): string {
  return /[.?!]$/.test(text) ? markup : `${markup}.`;
}
