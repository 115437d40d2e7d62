import { findDataset } from "../../src/data/index.js";

/** Whether a real data set is on this machine, for `describe.skipIf(!(await hasDataset("ml-1m")))`. */
export async function hasDataset(name: string): Promise<boolean> {
  return (await findDataset(name)) !== undefined;
}
