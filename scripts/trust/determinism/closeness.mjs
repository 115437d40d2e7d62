/** How far two computations of the same metrics are apart. */

/** What is promised between machines, of a metric's mean, relative. */
export const tolerance = 1e-3;

/** Table, largest relative difference and faults of metrics by name. */
export function closeness(values, others) {
  const names = Object.keys(values).filter((name) => name in others);
  const rows = names.map((name) => {
    const difference =
      Math.abs(values[name] - others[name]) / Math.max(1e-12, Math.abs(values[name]));
    return [name, values[name], others[name], difference];
  });
  const faults = rows.filter(([, , , difference]) => !(difference <= tolerance));
  return {
    tolerance,
    largest: rows.reduce((largest, row) => Math.max(largest, row[3]), 0),
    table: {
      caption: "Means of metrics by the compiled kernels and by their readable twins.",
      columns: ["metric", "compiled", "twin", "relative difference"],
      rows,
    },
    faults: faults.map(([name, value, other]) => ({
      where: `twin kernels: ${name}`,
      what: `${value} and ${other} are further apart than ${tolerance}`,
      how: "MOVIOLA_KERNELS=typescript",
    })),
  };
}
