import type { Dataset } from "../dataset.js";

/** The demo set as CSV texts by file name, for tools that read files. */
export function demoTables(dataset: Dataset): Readonly<Record<string, string>> {
  const { userIndex, itemIndex, rating, timestamp, nRows } = dataset.interactions;
  const ratings = ["user,item,rating,timestamp"];
  for (let row = 0; row < nRows; row++) {
    const user = dataset.users.idOf(userIndex[row]);
    const item = dataset.items.idOf(itemIndex[row]);
    ratings.push(`${user},${item},${rating[row]},${timestamp?.[row] ?? ""}`);
  }
  const items = ["item,title,year,genres,text"];
  dataset.itemContent.forEach((content, item) => {
    const { title, year, genres, text = "" } = content;
    const cells = [dataset.items.idOf(item), title, String(year), genres.join("|"), text];
    items.push(cells.map(quote).join(","));
  });
  return { "ratings.csv": `${ratings.join("\n")}\n`, "items.csv": `${items.join("\n")}\n` };
}

function quote(cell: string): string {
  return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
