/**
 * Why two places may hold the same lines. A pair is explained by the first entry whose two patterns match its paths, in
 * either order; one that explains nothing is itself a fault.
 */
export const reasons = [
  {
    between: [/^src\/compute\/assembly\//, /^src\/compute\/assembly\//],
    why: "Inner loops of kernels stand where they run: a call for each tile costs more than the lines.",
  },
  {
    between: [/^src\/compute\/kernels\//, /^src\/compute\/kernels\//],
    why: "Sibling kernels set out the same arrays and tasks, each with its own twin in plain TypeScript to read it by.",
  },
  {
    between: [/^src\/models\/(item|user)-/, /^src\/models\/(item|user)-/],
    why: "Twins by items and by users: each is a page that reads like its method.",
  },
  {
    between: [/^src\/models\/[a-z-]+\//, /^src\/models\/[a-z-]+\//],
    why: "Definitions of models name the same settings, losses and arrays; a shared one would hide what a paper says.",
  },
  {
    between: [/^src\/features\/presets\//, /^src\/features\/presets\//],
    why: "Definitions of presets name the same settings.",
  },
  {
    between: [/^src\/data\/dataset\.ts$/, /^src\/data\/dataset\.ts$/],
    why: "A class and what it is made from have the same members, each with its own docstring.",
  },
  {
    between: [/^src\/experiment\/sweep\/sweep-file\.ts$/, /^src\/papers\/read-paper\.ts$/],
    why: "Readers of two files say in their own words what they expected.",
  },
  {
    between: [/^src\/report\//, /^src\/(report|papers|experiment)\//],
    why: "What a page carries of a run or a paper is a type of its own: pages outlive the types that they were made from.",
  },
  {
    between: [/^scripts\/trust\//, /^test\/support\//],
    why: "Scripts of the trust run are plain JavaScript and do not compile the tests.",
  },
];

/** Pairs by reason, and those without one. */
export function explained(pairs) {
  const counts = new Map(reasons.map((reason) => [reason, 0]));
  const unexplained = pairs.filter(({ first, second }) => {
    const reason = reasons.find(({ between: [one, other] }) => {
      return (one.test(first) && other.test(second)) || (one.test(second) && other.test(first));
    });
    if (reason !== undefined) counts.set(reason, counts.get(reason) + 1);
    return reason === undefined;
  });
  return { counts, unexplained };
}
