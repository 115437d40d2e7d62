import { tagsOf, type Notebook, type NotebookCell } from "../file/notebook.js";
import { notebookParameters, parametersCell } from "./declared.js";
import type { NotebookParameter, ParameterValue } from "./parameter.js";
import { resolveParameters } from "./values.js";

/** Tag of the cell with the values of one run. */
const injectedTag = "injected-parameters";

/**
 * The notebook with a cell of the given values behind the one that declares the parameters. Cells
 * of this kernel may declare a name again, so the declaring cell stays as it is and the copy shows
 * defaults and values. Throws `E_PARAMETER_UNKNOWN` or `E_PARAMETER_TYPE`.
 */
export function injectParameters(
  notebook: Notebook,
  given: Readonly<Record<string, ParameterValue>>,
  where: string,
): Notebook {
  const cells = notebook.cells.filter((cell) => !tagsOf(cell).includes(injectedTag));
  const bare = { ...notebook, cells };
  if (Object.keys(given).length === 0) return bare;
  const values = resolveParameters(notebookParameters(bare), given, where);
  const place = parametersCell(bare)!;
  return { ...bare, cells: cells.toSpliced(place + 1, 0, injectedCell(values)) };
}

function injectedCell(values: ReadonlyMap<NotebookParameter, ParameterValue>): NotebookCell {
  const lines = [...values].map(
    ([{ name, typeText }, value]) => `const ${name}: ${typeText} = ${JSON.stringify(value)};`,
  );
  return {
    id: "injected-parameters",
    type: "code",
    source: ["// The values of this run, in place of the defaults above.", ...lines].join("\n"),
    metadata: { tags: [injectedTag] },
    outputs: [],
    executionCount: null,
  };
}
