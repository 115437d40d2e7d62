import { readFile } from "node:fs/promises";
import { z } from "zod";

import { contentHash, MoviolaError } from "../../common/index.js";
import { parseJson } from "../../common/json.js";
import { isJsonType } from "../protocol/mime.js";
import type { Notebook, NotebookCell } from "./notebook.js";

const text = z.union([z.string(), z.array(z.string()).transform((lines) => lines.join(""))]);
const object = z.record(z.string(), z.unknown());

/** Contents by MIME type; texts may be stored as lists of lines, JSON values are kept as they are. */
const bundle = object.transform((data) =>
  Object.fromEntries(
    Object.entries(data).map(([type, content]) => [
      type,
      Array.isArray(content) && !isJsonType(type) ? content.join("") : content,
    ]),
  ),
);

const output = z.discriminatedUnion("output_type", [
  z.object({ output_type: z.literal("stream"), name: z.string(), text }),
  z.object({ output_type: z.literal("display_data"), data: bundle, metadata: object }),
  z.object({
    output_type: z.literal("execute_result"),
    data: bundle,
    metadata: object,
    execution_count: z.number().nullable(),
  }),
  z.object({
    output_type: z.literal("error"),
    ename: z.string(),
    evalue: z.string(),
    traceback: z.array(z.string()),
  }),
]);

const cell = z.object({
  id: z.string().optional(),
  cell_type: z.enum(["code", "markdown", "raw"]),
  source: text,
  metadata: object,
  attachments: object.optional(),
  outputs: z.array(output).optional(),
  execution_count: z.number().nullable().optional(),
});

const notebook = z.object({
  nbformat: z.literal(4),
  nbformat_minor: z.number(),
  metadata: object,
  cells: z.array(cell),
});

/**
 * Reads a notebook file (nbformat 4). Cells without an id get one from their place and source.
 * Throws `E_NOTEBOOK_FILE` when there is no such file or it is not such a notebook.
 */
export async function readNotebook(path: string): Promise<Notebook> {
  const content = await readFile(path, "utf8").catch((cause: unknown) => {
    throw badFile(path, "no readable file", cause);
  });
  return parseNotebook(content, path);
}

/** As {@link readNotebook}, of a file's text; `where` names it in errors. */
export function parseNotebook(content: string, where: string): Notebook {
  let value: unknown;
  try {
    value = parseJson(content);
  } catch (cause) {
    throw badFile(where, "text that is not JSON", cause);
  }
  const parsed = notebook.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw badFile(where, `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "another shape"}`);
  }
  return {
    metadata: parsed.data.metadata,
    cells: parsed.data.cells.map((raw, index) => toCell(raw, index)),
  };
}

function toCell(raw: z.infer<typeof cell>, index: number): NotebookCell {
  return {
    id: raw.id ?? contentHash([String(index), raw.source]).slice(0, 12),
    type: raw.cell_type,
    source: raw.source,
    metadata: raw.metadata,
    ...(raw.attachments === undefined ? {} : { attachments: raw.attachments }),
    outputs: raw.outputs ?? [],
    executionCount: raw.execution_count ?? null,
  };
}

function badFile(where: string, got: string, cause?: unknown): MoviolaError {
  return new MoviolaError("E_NOTEBOOK_FILE", "this is not a notebook that can be run", {
    where,
    expected: "a Jupyter notebook of format 4 (.ipynb)",
    got,
    remedy: "check the path, or save the notebook anew from Jupyter",
    cause,
  });
}
