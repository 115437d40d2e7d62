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
  /** What is here in their place; null when nothing is, or nothing is needed. */
  readonly standIn: { readonly name: string; readonly why: string } | null;
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
  const found = await firstFound(names, (name) => name);
  if (found !== undefined) return { id, title, found, standIn: null, get: null };
  const standIn = (await firstFound(standIns, ({ name }) => name)) ?? null;
  const wanted = standIn === null ? [...names, ...standIns.map(({ name }) => name)] : names;
  const entry = registry.find(({ name }) => wanted.includes(name));
  const get = entry === undefined ? null : `moviola data get ${entry.name}`;
  return { id, title, found: null, standIn, get };
}

async function firstFound<T>(
  all: readonly T[],
  nameOf: (one: T) => string,
): Promise<T | undefined> {
  for (const one of all) if ((await findDataset(nameOf(one))) !== undefined) return one;
  return undefined;
}

/** What a reader should know of data that are not here: a sentence each, none when all are. */
export function dataNotes(states: readonly PaperDataState[]): string[] {
  if (states.every(({ found, standIn }) => found === null && standIn === null)) {
    const commands = [...new Set(states.flatMap(({ get }) => (get === null ? [] : [get])))];
    return [
      "none of the paper's data is here: the page is made from the invented demo set, and no claim " +
        `is testable on it${commands.length === 0 ? "" : `; ${listed(commands)}`}`,
    ];
  }
  return states.filter(({ found }) => found === null).map(noteOf);
}

function noteOf({ title, standIn, get }: PaperDataState): string {
  const instead =
    standIn === null
      ? "nothing stands in for it, and claims about it are not testable"
      : `${standIn.name} stands in for it (${standIn.why})`;
  return `${title} is not here: ${instead}${get === null ? "" : `; ${listed([get])}`}`;
}

function listed(commands: readonly string[]): string {
  return `to get it: ${commands.map((command) => `\`${command}\``).join(", ")}`;
}
