/** Splits `"Animation|Comedy"`; `"(no genres listed)"` and an empty text give none. */
export function genresOf(text: string | null): string[] {
  return (text ?? "")
    .split("|")
    .map((genre) => genre.trim())
    .filter((genre) => genre !== "" && genre !== "(no genres listed)");
}
