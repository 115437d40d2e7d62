/** True for MIME types whose content is a JSON value, not text, in messages and notebook files. */
export function isJsonType(type: string): boolean {
  return type === "application/json" || type.endsWith("+json");
}

/** MIME type by which a cell states what the notebook found; the last one is its summary. */
export const verdictMimeType = "application/vnd.moviola.verdict+json";
