/** `node scripts/trust/kills/replay.mjs --phase sweep --case 7 --seed 1`: one case again, its folder kept. */
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { runCase, undisturbed } from "./case.mjs";
import { library } from "./library.mjs";
import { phases } from "./phases/all.mjs";
import { openWorkshop } from "./workshop.mjs";

const { values } = parseArgs({
  options: {
    phase: { type: "string" },
    case: { type: "string", default: "0" },
    seed: { type: "string", default: "1" },
  },
});
const root = fileURLToPath(new URL("../../..", import.meta.url));
const phase = phases.find(({ name }) => name === values.phase);
if (phase === undefined) throw new Error(`--phase is one of ${phases.map(({ name }) => name)}`);
const { createRandom } = await library(root, "compute/index.js");
const workshop = await openWorkshop(root);
await phase.prepare?.(workshop.hands());
const opened = await phase.open?.();
const kinds = await undisturbed(workshop, phase, opened);
const place = Number(values.case);
const random = createRandom(Number(values.seed), `trust/kills/${phase.name}/${place}`);
const outcome = await runCase(workshop, phase, place, { random, kinds, opened });
await opened?.close();
process.stdout.write(`${JSON.stringify(outcome, null, 1)}\n${workshop.keep()}\n`);
