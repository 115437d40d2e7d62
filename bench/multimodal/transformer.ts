/**
 * A training step of a transformer over twelve tokens (forward, backward, Adam) against PyTorch, step by
 * step in turns, so that other work on the machine hits both. Two layers, eight heads, a layer between of
 * four times the width, as the bars' peers had.
 */
import { createRandom, graph as engine, type TableRow } from "../../src/index.js";
import { startPeer } from "./peer.js";

interface Shape {
  readonly batch: number;
  readonly width: number;
  readonly dropout: number;
  readonly bar: string;
  /** Our last layer asks for the first token alone, which is what the loss sees; PyTorch's makes all. */
  readonly isPruned?: boolean;
}

const shapes: readonly Shape[] = [
  { batch: 256, width: 128, dropout: 0, bar: "<= .75" },
  { batch: 64, width: 768, dropout: 0, bar: "<= 1.0" },
  { batch: 256, width: 128, dropout: 0, bar: "<= .75", isPruned: true },
  { batch: 64, width: 768, dropout: 0, bar: "<= 1.0", isPruned: true },
  { batch: 256, width: 128, dropout: 0.1, bar: "-" },
  { batch: 64, width: 768, dropout: 0.1, bar: "-" },
];
const [length, layers, heads, threads, repeats] = [12, 2, 8, 2, 5];

/** Median milliseconds of five steps of each shape, behind two that do not count, and PyTorch's. */
export async function transformerRows(): Promise<TableRow[]> {
  const rows: TableRow[] = [];
  for (const shape of shapes) {
    const { batch, width, dropout, bar, isPruned = false } = shape;
    const ours = await openStep(shape);
    const settings = [batch, length, width, layers, heads, 4 * width, dropout];
    const peer = await startPeer("transformer_step.py", settings, threads);
    const times: { readonly own: number; readonly other: number }[] = [];
    for (let turn = 0; turn < repeats + 2; turn++) {
      times.push({ own: await ours.step(), other: (await peer?.step()) ?? Number.NaN });
    }
    await ours.close();
    peer?.close();
    const counted = times.slice(2);
    const milliseconds = median(counted.map(({ own }) => own));
    const part = isPruned ? ", first token" : "";
    const work = `${batch} x ${length} x ${width}, dropout ${dropout}${part}`;
    const row = { work, bar, milliseconds };
    const theirs = median(counted.map(({ other }) => other));
    const found = { peer: theirs, ratio: milliseconds / theirs, version: peer?.version };
    rows.push(peer === undefined ? { ...row, version: "not here" } : { ...row, ...found });
  }
  return rows;
}

async function openStep({ batch, width, dropout, isPruned = false }: Shape) {
  const graph = new engine.Graph();
  const builder = { graph, seed: 1, isTraining: true };
  const tokens = graph.input("tokens", ["batch", length, width]);
  const classes = graph.input("classes", ["batch"], "int32");
  const settings = { layers, heads, dropout, ...(isPruned ? { queryTokens: 1 } : {}) };
  const { output } = engine.transformerEncoder(builder, "encoder", tokens, settings);
  const first = engine.reshape(engine.slice(output, 1, 0, 1), ["batch", width]);
  const loss = engine.crossEntropy(engine.dense(builder, "head", first, 5), classes);
  const training = await engine.openTraining(graph, { loss, optimiser: engine.adam(), threads });
  const normal = engine.normally(1)([batch, length, width], createRandom(1, "tokens"));
  const feeds = {
    tokens: normal,
    classes: Int32Array.from({ length: batch }, (_unused, at) => at % 5),
  };
  return {
    step: async (): Promise<number> => {
      const start = performance.now();
      await training.step(feeds, { batch }, 5e-4);
      return performance.now() - start;
    },
    close: () => training.close(),
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}
