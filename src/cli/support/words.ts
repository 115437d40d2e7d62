/** A count with its noun: `1 user`, `2 users`, `3 lists of users` as `counted(3, "list", " of users")`. */
export function counted(count: number, noun: string, rest = ""): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}${rest}`;
}
