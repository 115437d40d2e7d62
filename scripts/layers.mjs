/** Folders of `src`, lowest layer first; a folder imports from lower layers and from itself alone. */
export const layers = [
  ["common"],
  ["compute"],
  ["data"],
  ["features", "metrics", "stats"],
  ["models"],
  ["experiment"],
  ["report", "notebook", "papers"],
  ["cli"],
];

/** The folders that one of `src` must not import from. */
export function forbiddenTo(folder) {
  const own = layers.findIndex((folders) => folders.includes(folder));
  return layers
    .slice(own)
    .flat()
    .filter((other) => other !== folder);
}
