/** One run on the page of runs: folded to a line, unfolded to its numbers and its manifest. */
import type { Config } from "../../common/json.js";
import { formatBytes, formatCount, formatNumber, formatSeconds } from "../show/format.js";
import { element, escapeHtml } from "../show/html.js";
import { metricTitle } from "../show/metric-title.js";
import type { RunFacts } from "../show/run-facts.js";
import { filterWord } from "./record-page.js";
import type { SiteRun } from "./site-records.js";

/** The run as HTML; `#<id>` leads to it and opens it. */
export function runHtml({ run, pages }: SiteRun): string {
  const first = firstMetric(run);
  const seconds = run.seconds.fit + run.seconds.evaluate;
  const attributes = {
    class: "run",
    "data-row": true,
    "data-run": run.id,
    "data-label": run.label,
    "data-page": pages.map(({ name }) => name).join(" "),
    "data-model": filterWord(run.model),
    "data-data": filterWord(run.data.name),
    "data-split": filterWord(run.split.name),
    "data-value": first === undefined ? undefined : run.metrics[first][0],
    "data-seconds": seconds,
    "data-bytes": run.peakMemoryBytes,
  };
  const headline =
    first === undefined
      ? ""
      : `${escapeHtml(metricTitle(first))} <b>${formatNumber(run.metrics[first][0], 4)}</b>`;
  const summary = [
    element("span", { class: "run-label" }, escapeHtml(run.label)),
    element("span", {}, escapeHtml(run.data.name)),
    element("span", {}, `${escapeHtml(run.split.name)}, seed ${run.seed}`),
    element("span", { class: "run-headline" }, headline),
  ].join(" ");
  const body = [metricsHtml(run), manifestHtml(run), againHtml(run, pages)].join("\n");
  return element(
    "details",
    attributes,
    `<summary>${summary}</summary><div class="run-body" id="${run.id}">\n${body}\n</div>`,
  );
}

/** The number that stands for a run in a line. */
export function firstMetric({ metrics }: Pick<RunFacts, "metrics">): string | undefined {
  const names = Object.keys(metrics);
  return ["rmse", "ndcg@10"].find((name) => names.includes(name)) ?? names.at(0);
}

function metricsHtml(run: RunFacts): string {
  const rows = Object.entries(run.metrics).map(([name, [mean, low, high, n]]) => {
    const interval = `[${formatNumber(low, 4)}, ${formatNumber(high, 4)}]`;
    return element(
      "tr",
      { "data-metric": name },
      `<th scope="row">${escapeHtml(metricTitle(name))}</th>` +
        `<td class="number" data-value="${mean}">${formatNumber(mean, 4)} <span class="moviola-interval" data-low="${low}" data-high="${high}">${interval}</span></td>` +
        `<td class="number" data-value="${n}">${formatCount(n)}</td>`,
    );
  });
  const unit = run.task === "ranking" ? "users" : "ratings";
  const head = `<thead><tr><th scope="col">Metric</th><th scope="col" class="number">Mean</th><th scope="col" class="number">${unit}</th></tr></thead>`;
  return `<table class="moviola-table">${head}<tbody>${rows.join("")}</tbody></table>`;
}

/** Everything that decided the numbers, each value under a name that two runs can be compared by. */
function manifestHtml(run: RunFacts): string {
  const { data, split, code, seconds } = run;
  const entries: (readonly [string, string])[] = [
    ["Run", element("code", {}, run.id)],
    ["Model", fields("", { model: run.model })],
    ["Settings", fields("setting ", run.config) || "none"],
    ["Seed", field("seed", run.seed)],
    [
      "Data",
      `${fields("", { data: data.name })} ${fields("data ", { hash: data.hash }, true)}${data.invented ? ", invented" : ""}`,
    ],
    [
      "Split",
      `${field("split", split.name)} ${fields("split ", { ...split.settings, seed: split.seed, hash: split.hash }, true)}`,
    ],
    ["Protocol", fields("protocol ", run.protocol)],
    ["Features", fields("features ", run.features, true)],
    ["Knocked out", fields("knocked out ", run.knockOut, true)],
    [
      "Code",
      `${fields("", { commit: code.commit }, true)}${code.dirty ? " with local changes" : ""}, ${fields("code ", { hash: code.hash }, true)}, ${escapeHtml(`Moviola ${code.moviola}, Node ${code.node}, ${code.platform}`)}`,
    ],
    ["Device", escapeHtml(code.device)],
    [
      "Cost",
      `fit ${formatSeconds(seconds.fit)}, evaluation ${formatSeconds(seconds.evaluate)}, at most ${formatBytes(run.peakMemoryBytes)} of memory${run.epochs > 0 ? `, ${run.epochs} epochs` : ""}`,
    ],
    [
      "Left out",
      run.skippedUsers === 0
        ? ""
        : `${formatCount(run.skippedUsers)} users without a relevant item`,
    ],
    ["Warnings", run.warnings.map(escapeHtml).join("<br>")],
  ];
  const items = entries
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`);
  return `<dl class="manifest">${items.join("")}</dl>`;
}

function fields(prefix: string, values: Config, isNamed = prefix !== ""): string {
  return Object.entries(values)
    .map(([name, value]) => {
      const text = field(prefix + name, value);
      return isNamed ? `${escapeHtml(name)} ${text}` : text;
    })
    .join(", ");
}

function field(name: string, value: string | number | boolean): string {
  return element("b", { "data-field": name }, escapeHtml(String(value)));
}

/** Where its numbers are, and what computes it again although the store has it. */
function againHtml({ id }: RunFacts, pages: SiteRun["pages"]): string {
  const links = pages.map(({ name, title }) =>
    element("a", { href: `${name}.html` }, escapeHtml(title)),
  );
  const command = pages.find((page) => page.command !== undefined)?.command;
  const again =
    command === undefined
      ? ""
      : `<p class="run-again">Compute it again: <code>rm -r .moviola/runs/${id} &amp;&amp; ${escapeHtml(command)}${/^npx moviola run /.test(command) ? " --no-cache" : ""}</code></p>`;
  return `<p class="run-pages">On ${links.join(", ")}</p>\n${again}`;
}
