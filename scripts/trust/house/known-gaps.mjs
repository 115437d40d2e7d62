/**
 * Functions whose docstrings name no shape yet. They are part of the code that the ids of runs are made of, so that
 * mending one makes every stored run another's: it is done together with the next change there.
 */
export const knownGaps = [
  "src/compute/graph/layers/dropout.ts: graph.dropout",
  "src/compute/graph/layers/layers.ts: graph.parameter",
  "src/compute/graph/operators/activations.ts: graph.gelu",
  "src/compute/graph/operators/activations.ts: graph.leakyRelu",
  "src/compute/graph/operators/activations.ts: graph.logSigmoid",
  "src/compute/graph/operators/activations.ts: graph.relu",
  "src/compute/graph/operators/activations.ts: graph.sigmoid",
  "src/compute/graph/operators/activations.ts: graph.softplus",
  "src/compute/graph/operators/activations.ts: graph.tanh",
  "src/compute/graph/session.ts: graph.openSession",
  "src/compute/sparse.ts: rowColumns",
  "src/compute/sparse.ts: rowValues",
  "src/compute/sparse.ts: sparseFromTriples",
  "src/features/ladder/rungs.ts: pixelRung",
  "src/metrics/ranking/top-k.ts: topKItems",
  "src/models/siet/genre-clusters.ts: diversified",
  "src/stats/all-pairs.ts: allPairsTest",
  "src/stats/bootstrap.ts: bootstrapMean",
  "src/stats/bootstrap.ts: bootstrapMeans",
  "src/stats/bootstrap.ts: bootstrapRmse",
  "src/stats/effect-size.ts: effectSize",
  "src/stats/paired-bootstrap.ts: pairedBootstrap",
  "src/stats/paired-randomisation.ts: pairedRandomisationTest",
];
