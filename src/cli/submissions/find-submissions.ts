/** What lies in a folder of submissions. Links are not followed, and nothing outside the folder is looked at. */
import { lstat, opendir, stat } from "node:fs/promises";
import { join } from "node:path";
import { MoviolaError } from "../../common/errors.js";
import { refusalOf, submissionError, type Refusal } from "./submission-error.js";

/** One hand-in: the file to mark, or why there is none. */
export interface FoundSubmission {
  /** Name of the subfolder, or of the file without its ending. */
  readonly name: string;
  readonly file: string | undefined;
  readonly refusal: Refusal | undefined;
}

/** Most hand-ins in a folder, and most files that are looked at in one. */
const mostEntries = 500;

/** Endings of files that can be marked. */
const markable = /\.(tsv|csv|txt)(\.gz)?$/i;

/** The file that counts where a subfolder has several. */
const usualName = /^(recommendations|predictions)\.(tsv|csv|txt)(\.gz)?$/i;

/**
 * The submissions in `folder`, by name: a file each, or a subfolder with one. Hidden entries are passed over.
 * Throws `E_SUBMISSION_FOLDER` when it is no folder, is empty, or holds more than 500.
 */
export async function findSubmissions(folder: string): Promise<FoundSubmission[]> {
  const isFolder = await stat(folder).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  if (!isFolder) throw folderError(folder, "no folder that can be read");
  const names = await namesIn(folder);
  if (names === undefined) throw folderError(folder, `more than ${mostEntries}`);
  if (names.length === 0) throw folderError(folder, "an empty folder");
  const found: FoundSubmission[] = [];
  for (const entry of names) {
    const short = entry.replace(markable, "");
    // `anna.tsv` and a folder `anna` are two hand-ins.
    const isOnly = names.filter((other) => other.replace(markable, "") === short).length === 1;
    found.push(await findOne(join(folder, entry), entry, isOnly ? short : entry));
  }
  return found;
}

async function findOne(path: string, entry: string, name: string): Promise<FoundSubmission> {
  try {
    return { name, file: await fileOf(path, entry), refusal: undefined };
  } catch (error) {
    return { name, file: undefined, refusal: refusalOf(error, path) };
  }
}

async function fileOf(path: string, entry: string): Promise<string> {
  const kind = await lstat(path);
  if (kind.isFile()) {
    if (markable.test(entry)) return path;
    throw submissionError(path, "a .tsv or .csv file, or a folder", "another kind of file");
  }
  if (!kind.isDirectory()) throw submissionError(path, "a file or a folder", "a link or a device");
  const names = await namesIn(path);
  if (names === undefined) throw submissionError(path, "a few files", `more than ${mostEntries}`);
  const lists = names.filter((name) => markable.test(name));
  const usual = lists.filter((name) => usualName.test(name));
  const [chosen, ...others] = usual.length > 0 ? usual : lists;
  if (chosen !== undefined && others.length === 0) return join(path, chosen);
  const expected = "one .tsv or .csv file, or one called recommendations.tsv or predictions.tsv";
  throw submissionError(path, expected, chosen === undefined ? "no such file" : "several files");
}

/** Sorted names without hidden ones; undefined when there are too many to be a folder of submissions. */
async function namesIn(folder: string): Promise<string[] | undefined> {
  const names: string[] = [];
  for await (const { name } of await opendir(folder)) {
    if (!name.startsWith(".")) names.push(name);
    if (names.length > mostEntries) return undefined;
  }
  return names.sort();
}

function folderError(folder: string, got: string): MoviolaError {
  return new MoviolaError("E_SUBMISSION_FOLDER", "There are no submissions to mark here", {
    where: `--submissions ${folder}`,
    expected: `a folder with 1 to ${mostEntries} files or subfolders, one a hand-in`,
    got,
    remedy: "Unpack the hand-ins into one folder; docs/teaching.md shows how it should look",
  });
}
