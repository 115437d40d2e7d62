import { Command } from "commander";
import { readSearch } from "../experiment/select/search-file.js";
import { searchPage } from "../report/show/search/search-page.js";
import { standalonePage } from "../report/show/search/standalone-page.js";
import { checkOutputs, writeOutput } from "./support/output-files.js";
import { printJson, printLine } from "./support/output.js";

interface SearchOptions {
  readonly out?: string;
  readonly json?: boolean;
}

/** `moviola search <result>`: shows the saved result of a search, as text or as a page. */
export function searchCommand(): Command {
  return new Command("search")
    .description("show the result of a search: trials, best so far, what was chosen")
    .argument("<result>", "the file that `moviola tune --out` wrote")
    .option("--out <file>", "write a page of it (HTML, one file) instead of text")
    .option("--json", "print the result as one JSON object")
    .addHelpText("after", "\nExample:\n  $ moviola search item-knn.json --out search.html")
    .action(search);
}

async function search(path: string, { out, json }: SearchOptions): Promise<void> {
  await checkOutputs({ files: { "--out": out }, inputs: [path] });
  const record = await readSearch(path);
  const page = searchPage(record);
  if (out !== undefined) {
    const { model, dataset, metric } = record;
    const title = `Search over ${model} on ${dataset.name}`;
    const description = `Every configuration that was tried, chosen by ${metric} on the validation part.`;
    await writeOutput(out, await standalonePage(page, { title, description }));
  }
  if (json === true) printJson(record);
  else if (out === undefined) printLine((await page.toMimeBundle())["text/plain"]);
  else printLine(`written: ${out}`);
}
