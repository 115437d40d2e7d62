import type { RunRecord } from "../run-record.js";

/** A table to be filled: column types in the database's words, and rows by column name. */
export interface TableContent {
  readonly name: string;
  readonly columns: Readonly<Record<string, string>>;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

const runColumns: Readonly<Record<string, string>> = {
  id: "VARCHAR",
  task: "VARCHAR",
  model: "VARCHAR",
  config: "VARCHAR",
  dataset: "VARCHAR",
  invented: "BOOLEAN",
  split: "VARCHAR",
  split_hash: "VARCHAR",
  split_seed: "BIGINT",
  part: "VARCHAR",
  seed: "BIGINT",
  epochs: "INTEGER",
  skipped_users: "INTEGER",
  n_warnings: "INTEGER",
  started_at: "VARCHAR",
  fit_seconds: "DOUBLE",
  evaluate_seconds: "DOUBLE",
  peak_memory_bytes: "BIGINT",
  code: "VARCHAR",
  commit: "VARCHAR",
  dirty: "BOOLEAN",
  device: "VARCHAR",
};

/** The table `runs`: a row a run, each metric's mean under the metric's name. */
export function runsTable(records: readonly RunRecord[]): TableContent {
  const metricNames = new Set(records.flatMap((record) => Object.keys(record.metrics)));
  const metricColumns = Object.fromEntries([...metricNames].sort().map((name) => [name, "DOUBLE"]));
  return {
    name: "runs",
    columns: { ...runColumns, ...metricColumns },
    rows: records.map((record) => ({ ...runRow(record), ...metricMeans(record) })),
  };
}

function runRow(record: RunRecord): Record<string, unknown> {
  const { manifest, seconds } = record;
  return {
    id: record.id,
    task: manifest.task,
    model: manifest.model.id,
    config: JSON.stringify(manifest.model.config),
    dataset: manifest.dataset.name,
    invented: manifest.dataset.invented,
    split: manifest.split.name,
    split_hash: manifest.split.hash,
    split_seed: manifest.split.seed,
    part: manifest.protocol.part,
    seed: manifest.seed,
    epochs: record.epochs,
    skipped_users: record.skippedUsers,
    n_warnings: record.warnings.length,
    started_at: record.startedAt,
    fit_seconds: seconds.fit,
    evaluate_seconds: seconds.evaluate,
    peak_memory_bytes: record.peakMemoryBytes,
    code: manifest.code.hash.slice(0, 16),
    commit: manifest.environment.commit,
    dirty: manifest.environment.dirty,
    device: manifest.environment.device,
  };
}

function metricMeans(record: RunRecord): Record<string, number> {
  return Object.fromEntries(
    Object.entries(record.metrics).map(([name, estimate]) => [name, estimate.mean]),
  );
}

/** The table `metrics`: a row a run and metric, with the interval. */
export function metricsTable(records: readonly RunRecord[]): TableContent {
  return {
    name: "metrics",
    columns: {
      run: "VARCHAR",
      metric: "VARCHAR",
      mean: "DOUBLE",
      low: "DOUBLE",
      high: "DOUBLE",
      n: "BIGINT",
    },
    rows: records.flatMap((record) =>
      Object.entries(record.metrics).map(([metric, estimate]) => ({
        run: record.id,
        metric,
        ...estimate,
      })),
    ),
  };
}

/** The table `curves`: a row a run, epoch and value of the learning curve. */
export function curvesTable(records: readonly RunRecord[]): TableContent {
  return {
    name: "curves",
    columns: { run: "VARCHAR", epoch: "INTEGER", name: "VARCHAR", value: "DOUBLE" },
    rows: records.flatMap((record) =>
      record.curve.flatMap((point) =>
        Object.entries(point.values).map(([name, value]) => ({
          run: record.id,
          epoch: point.epoch,
          name,
          value,
        })),
      ),
    ),
  };
}
