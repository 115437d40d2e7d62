/** What becomes of a planted leak: whether it is named, with rows, and whether the run stops before it learns. */

/** Counts how often any fit of a model begins, and lets none go on. */
export function watchFits(library, ids) {
  const seen = { fits: 0 };
  for (const id of ids) {
    const entry = library.modelEntry(id);
    const create = entry.create.bind(entry);
    entry.create = (config) => {
      const model = create(config);
      model.fit = () => {
        seen.fits++;
        return Promise.reject(new Error("this run has begun to learn"));
      };
      return model;
    };
  }
  return seen;
}

/** `{ isNamed, hasRows, isStopped, others }` of a plant. A warning is to stop a run whose protocol forbids it. */
export async function caught(library, { leak, planted }, seen) {
  const { dataset, split, features = {} } = planted;
  const { errors, warnings } = library.checkLeaks(dataset, split, { features });
  const found = [...errors, ...warnings].find(({ name }) => name === leak);
  const [code, { severity }] = Object.entries(library.leakCatalogue).find(
    ([, { name }]) => name === leak,
  );
  const before = seen.fits;
  const model = Object.keys(features).length > 0 ? "cooper" : "popularity";
  const settings = {
    ...{ dataset, split, model, features, store: false },
    config: model === "cooper" ? { mixing: "none" } : {},
    ...(severity === "warning" ? { forbidLeaks: [code] } : {}),
  };
  const said = await library.runExperiment(settings).then(
    () => "nothing",
    (error) => error.code ?? error.message,
  );
  const codes = errors.map((one) => one.code);
  const isStopped = seen.fits === before && (said === code || codes.includes(said));
  return {
    isNamed: found !== undefined,
    hasRows: (found?.rows.length ?? 0) > 0 && found.rows.every((row) => row !== ""),
    isStopped,
    severity,
    rows: found?.rows ?? [],
    said,
  };
}
