import { openSession, SparseRoom } from "../../../compute/graph/index.js";
import { withWorkspace } from "../../../compute/pool/shared-pool.js";
import type { FitInput } from "../../contract.js";
import type { ModelState } from "../../state.js";
import { parametersOf } from "../graph/network-state.js";
import type { Learned } from "../learned.js";
import type { Modality } from "../modalities.js";
import { positiveTable } from "../positive-table.js";
import { dimsOf, rereadModalities } from "../reread-features.js";
import { buildPairNetwork } from "./build.js";
import type { PairNetworkSettings } from "./settings.js";
import type { PairFacts, PairNetworkDefinition } from "./types.js";

/**
 * The vectors that a fitted network makes of other features; its parameters stay. A modality that is absent has
 * zeros for vectors. Throws `E_MODEL_FEATURES`, `E_MODEL_STATE`.
 */
export function rereadPairNetwork<Settings extends PairNetworkSettings, Prepared>(
  definition: PairNetworkDefinition<Settings, Prepared>,
  state: ModelState,
  input: FitInput,
  settings: Settings,
): Promise<Learned> {
  return withWorkspace(async (workspace, pool) => {
    const table = positiveTable(input);
    const room = new SparseRoom(workspace, pool);
    const modalities = modalitiesOfFit(state, input);
    const facts: PairFacts = { input, table, modalities, room, pool };
    const prepared = await definition.prepare(facts, settings);
    const { graph, network, feeds } = buildPairNetwork(definition, settings, facts, prepared);
    const { users, items } = network;
    const session = await openSession(graph, { users, items });
    try {
      const lengths = [...graph.parameters].map(
        ([name, { initial }]) => [name, initial.length] as const,
      );
      const parameters = parametersOf(state, new Map(lengths));
      await definition.beforeUse?.(parameters, facts, prepared, settings);
      const vectors = await session.run({ ...feeds, ...parameters }, {});
      const factors = { userFactors: vectors.users, itemFactors: vectors.items };
      return { arrays: { ...state.arrays, ...(factors as Record<string, Float32Array>) } };
    } finally {
      await session.close();
      await definition.close?.(prepared);
    }
  });
}

function modalitiesOfFit(state: ModelState, input: FitInput): readonly Modality[] {
  const dims = dimsOf(state);
  const given = rereadModalities(input, state.id, dims);
  const { nItems } = state;
  const absent = ([name, dim]: readonly [string, number]): Modality => ({
    ...{ name, dim },
    values: new Float32Array(nItems * dim),
    missing: new Uint8Array(nItems).fill(1),
  });
  const sorted = [...dims].sort(([one], [other]) => (one < other ? -1 : 1));
  return sorted.map((each) => given.get(each[0]) ?? absent(each));
}
