/** Which of a paper's data sets are on this machine, what stands in for the others, and how to get them. */
import { loadRegistry, type RegistryEntry } from "../../data/download/registry.js";
import { findDataset } from "../../data/read/known-datasets.js";
import type { Paper, PaperDataset } from "../../papers/paper.js";

/** One data set of a paper. */
export interface PaperDataState {
  /** Id in the paper's file. */
  readonly id: string;
  readonly title: string;
  /** Our name of the paper's own data; null when they are not here. */
  readonly found: string | null;
  /** What is here in their place, best first; the notebook says which it takes. Empty where nothing is, or is needed. */
  readonly standIns: readonly { readonly name: string; readonly why: string }[];
  /** The command that gets the data, or says where they are to be had; null where there is none. */
  readonly get: string | null;
}

/** The state of all data sets of `paper`, in the order of its file. */
export async function paperData(paper: Paper): Promise<PaperDataState[]> {
  const registry = await loadRegistry();
  const states: PaperDataState[] = [];
  for (const [id, dataset] of Object.entries(paper.datasets)) {
    states.push(await stateOf(id, dataset, registry));
  }
  return states;
}

async function stateOf(
  id: string,
  { title, names = [], standIns = [] }: PaperDataset,
  registry: readonly RegistryEntry[],
): Promise<PaperDataState> {
  const isHere = async (name: string): Promise<boolean> => (await findDataset(name)) !== undefined;
  for (const name of names) {
    if (await isHere(name)) return { id, title, found: name, standIns: [], get: null };
  }
  const here: PaperDataState["standIns"][number][] = [];
  for (const standIn of standIns) if (await isHere(standIn.name)) here.push(standIn);
  const wanted = here.length > 0 ? names : [...names, ...standIns.map(({ name }) => name)];
  const entry = registry.find(({ name }) => wanted.includes(name));
  const get = entry === undefined ? null : `moviola data get ${entry.name}`;
  return { id, title, found: null, standIns: here, get };
}

/** What a reader should know of data that are not here: a sentence each, none when all are. */
export function dataNotes(states: readonly PaperDataState[]): string[] {
  if (states.every(({ found, standIns }) => found === null && standIns.length === 0)) {
    const commands = [...new Set(states.flatMap(({ get }) => (get === null ? [] : [get])))];
    return [
      "none of the paper's data is here: the page is made from the invented demo set, and no claim " +
        `is testable on it${commands.length === 0 ? "" : `; ${listed(commands)}`}`,
    ];
  }
  return states.filter(({ found }) => found === null).map(noteOf);
}

function noteOf({ title, standIns, get }: PaperDataState): string {
  const [first] = standIns;
  const instead =
    first === undefined
      ? "nothing stands in for it, and claims about it are not testable"
      : `${standIns.map(({ name }) => name).join(" or ")} stands in for it (${first.why})`;
  return `${title} is not here: ${instead}${get === null ? "" : `; ${listed([get])}`}`;
}

function listed(commands: readonly string[]): string {
  return `to get it: ${commands.map((command) => `\`${command}\``).join(", ")}`;
}
