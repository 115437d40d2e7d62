import type { ItemContent } from "../../data/dataset.js";
import type { TextOf } from "../contract.js";

/** Title and text of an item, on two lines; one of them where the other is missing. */
export function titleAndText({ title, text }: ItemContent): string | undefined {
  const parts = [title, text].filter((part) => part !== undefined && part.trim() !== "");
  return parts.length === 0 ? undefined : parts.join("\n");
}

/** Fields of an item that a text can be made of. */
export const textFields: readonly string[] = ["title", "text", "genres", "year"];

/** A `TextOf` that joins these fields by line ends; an item with none of them has no text. */
export function textOfFields(fields: readonly string[]): TextOf {
  return (content) => {
    const parts = fields.map((field) => fieldText(content, field)).filter((part) => part !== "");
    return parts.length === 0 ? undefined : parts.join("\n");
  };
}

function fieldText(content: ItemContent, field: string): string {
  switch (field) {
    case "title":
      return content.title.trim() === "" ? "" : content.title;
    case "text":
      return content.text === undefined || content.text.trim() === "" ? "" : content.text;
    case "genres":
      return content.genres.join(", ");
    case "year":
      return content.year === undefined ? "" : String(content.year);
    default:
      return "";
  }
}
