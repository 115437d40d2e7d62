import type { CellOutput } from "../file/notebook.js";
import type { JsonObject, Message } from "../protocol/message.js";
import { verdictMimeType } from "../protocol/mime.js";

/** What a notebook found, in a line; `held` of `of` claims or statements. */
export interface NotebookVerdict {
  readonly text: string;
  readonly held?: number;
  readonly of?: number;
}

/** Where a failing cell failed: the cell's own line and column, from 1. */
export interface FailurePlace {
  readonly line: number;
  readonly column: number;
}

/** The first `error` output of a run. */
export interface CellFailure {
  readonly cell: number;
  readonly name: string;
  readonly message: string;
  readonly traceback: readonly string[];
  readonly place?: FailurePlace;
}

/** Collects what cells publish into outputs as a notebook file holds them. */
export class OutputCollector {
  readonly #outputs: Map<number, CellOutput[]> = new Map();
  /** Places of outputs that a later message may replace, by display id. */
  readonly #displays: Map<string, { readonly cell: number; readonly index: number }[]> = new Map();
  readonly #clearBeforeNext: Set<number> = new Set();
  failure: CellFailure | undefined;
  verdict: NotebookVerdict | undefined;

  /** The outputs of a cell so far. */
  of(cell: number): readonly CellOutput[] {
    return (this.#outputs.get(cell) ?? []).map(withoutOverwrittenText);
  }

  /** What cells wrote to standard error, in order. */
  errorText(): string {
    return [...this.#outputs.values()]
      .flat()
      .map((output) =>
        output.output_type === "stream" && output.name === "stderr" ? output.text : "",
      )
      .join("");
  }

  /** Takes one published message of `cell`. */
  take(message: Message, cell: number): void {
    const { content } = message;
    const type = message.header.msg_type;
    if (type === "update_display_data") this.#update(content);
    else if (type === "clear_output") this.#clear(cell, content.wait === true);
    else {
      const output = toOutput(type, content);
      if (output === undefined) return;
      if (output.output_type === "error") this.#noteFailure(output, message.metadata, cell);
      this.#add(output, cell, content);
    }
    this.#noteVerdict(content.data);
  }

  /** Adds an `error` output to a cell that was ended from outside. */
  fail(cell: number, name: string, message: string): void {
    const output = {
      output_type: "error" as const,
      ename: name,
      evalue: message,
      traceback: [message],
    };
    this.#add(output, cell, {});
  }

  #add(output: CellOutput, cell: number, content: JsonObject): void {
    if (this.#clearBeforeNext.delete(cell)) this.#outputs.set(cell, []);
    const outputs = this.#outputs.get(cell) ?? [];
    this.#outputs.set(cell, outputs);
    const last = outputs.at(-1);
    if (
      output.output_type === "stream" &&
      last?.output_type === "stream" &&
      last.name === output.name
    ) {
      outputs[outputs.length - 1] = { ...last, text: last.text + output.text };
      return;
    }
    outputs.push(output);
    const id = (content.transient as { display_id?: unknown } | undefined)?.display_id;
    if (typeof id !== "string") return;
    const places = this.#displays.get(id) ?? [];
    places.push({ cell, index: outputs.length - 1 });
    this.#displays.set(id, places);
  }

  #update(content: JsonObject): void {
    const id = (content.transient as { display_id?: string } | undefined)?.display_id ?? "";
    for (const { cell, index } of this.#displays.get(id) ?? []) {
      const outputs = this.#outputs.get(cell);
      const old = outputs?.[index];
      if (outputs === undefined || old === undefined || !("data" in old)) continue;
      outputs[index] = { ...old, data: content.data as JsonObject };
    }
  }

  #clear(cell: number, wait: boolean): void {
    if (wait) this.#clearBeforeNext.add(cell);
    else this.#outputs.set(cell, []);
  }

  #noteFailure(
    output: Extract<CellOutput, { output_type: "error" }>,
    metadata: JsonObject,
    cell: number,
  ): void {
    const place = metadata.moviola as FailurePlace | undefined;
    this.failure ??= {
      cell,
      name: output.ename,
      message: output.evalue,
      traceback: output.traceback,
      ...(place === undefined ? {} : { place: { line: place.line, column: place.column } }),
    };
  }

  #noteVerdict(data: unknown): void {
    const value = (data as JsonObject | undefined)?.[verdictMimeType] as
      Partial<NotebookVerdict> | undefined;
    if (typeof value?.text !== "string") return;
    const { text, held, of } = value;
    const counted = typeof held === "number" && typeof of === "number";
    this.verdict = counted ? { text, held, of } : { text };
  }
}

function toOutput(type: string, content: JsonObject): CellOutput | undefined {
  const data = (content.data ?? {}) as JsonObject;
  const metadata = (content.metadata ?? {}) as JsonObject;
  switch (type) {
    case "stream":
      return { output_type: "stream", name: String(content.name), text: String(content.text) };
    case "display_data":
      return { output_type: "display_data", data, metadata };
    case "execute_result": {
      const count = content.execution_count as number | null;
      return { output_type: "execute_result", data, metadata, execution_count: count };
    }
    case "error": {
      const { ename, evalue, traceback } = content as Record<string, string> & {
        traceback: string[];
      };
      return { output_type: "error", ename: ename, evalue: evalue, traceback };
    }
    default:
      return undefined;
  }
}

/** A progress line that overwrites itself by carriage returns is kept as it was at the end. */
function withoutOverwrittenText(output: CellOutput): CellOutput {
  if (output.output_type !== "stream" || !output.text.includes("\r")) return output;
  const text = output.text.replace(/\r\n/g, "\n").replace(/^[^\n]*\r(?=[^\n])/gm, "");
  return { ...output, text };
}
