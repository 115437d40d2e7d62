/** Many runs of a notebook started at once: they queue, all finish, with the same outputs. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCrowd } from "../soak/crowd.mjs";
import { crowdFacts } from "../soak/facts.mjs";
import { writeSmallNotebook } from "../soak/notebook.mjs";

const columns = ["started at once", "finished", "peak memory (MiB)", "most processes", "seconds"];

export default {
  name: "crowd",
  title: "Fifty notebooks at once",
  promise: "Notebooks that are started at once queue, and all finish with the same outputs.",
  async run({ root, isQuick, say }) {
    const count = isQuick ? 6 : 50;
    const folder = mkdtempSync(join(tmpdir(), "moviola-crowd-"));
    const notebook = join(folder, "small.ipynb");
    writeSmallNotebook(notebook);
    const environment = { MOVIOLA_RUNS: join(folder, "runs") };
    say(`${count} notebooks at once`);
    try {
      const outputs = join(folder, "outputs");
      const crowd = await runCrowd({ root, folder: outputs, notebook, count, environment });
      const { finished, faults, row } = crowdFacts(crowd);
      return {
        figures: [
          { what: "notebooks started at once", value: count, unit: "", note: "" },
          { what: "of them that finished", value: finished, unit: "", note: "" },
          { what: "different outputs", value: crowd.outputs.size, unit: "", note: "" },
          {
            what: "peak memory of all",
            value: Math.round(crowd.peakBytes / 2 ** 20),
            unit: "MiB",
            note: "",
          },
        ],
        tables: [{ caption: "Notebooks at once", columns, rows: [row] }],
        faults,
        remarks: ["Memory is what the processes have for themselves, sampled every second."],
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
