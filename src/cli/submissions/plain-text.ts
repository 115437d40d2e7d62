/**
 * Text of a stranger made safe for a terminal and one line of a table: control, formatting and bidirectional
 * characters become `�`, and what is longer than `length` ends in `…`.
 */
export function plainText(text: string, length = 60): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, "\uFFFD");
  const characters = Array.from(plain);
  return characters.length <= length ? plain : `${characters.slice(0, length - 1).join("")}…`;
}

/**
 * A cell of a CSV file: in quotes where it must be. Text that a spreadsheet would take for a formula gets an
 * apostrophe before it.
 */
export function csvCell(value: string | number | undefined): string {
  if (typeof value === "number") return String(value);
  const text = value ?? "";
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
