/* Filters over claims and runs, the page of runs opened at a run, and the comparison of two runs. */
(() => {
  const query = new URLSearchParams(location.search);

  /* Filters: a row stays when its data-<name> has the word of each select, and its text all words. */
  const enableFilters = (form) => {
    const holder = document.getElementById(form.dataset.filters);
    if (!holder) return;
    const source = [...holder.querySelectorAll("[data-row]")];
    const selects = [...form.querySelectorAll("select")].filter(({ name }) => name !== "sort");
    const field = form.elements.namedItem("text");
    const sort = form.elements.namedItem("sort");
    const count = form.querySelector(".filter-count");
    const only = query.get("runs")?.split(/[ +]/);
    let shown = only;
    const texts = new Map();
    const textOf = (row) => {
      if (!texts.has(row)) texts.set(row, row.textContent.toLowerCase());
      return texts.get(row);
    };
    const fits = (row) => {
      if (shown && !shown.includes(row.dataset.run)) return false;
      for (const { name, value } of selects) {
        if (value !== "" && !(row.dataset[name] ?? "").split(" ").includes(value)) return false;
      }
      const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      return words.every((word) => textOf(row).includes(word));
    };
    const apply = () => {
      let kept = 0;
      for (const row of source) {
        row.hidden = !fits(row);
        if (!row.hidden) kept++;
      }
      count.textContent = `${kept} of ${source.length}`;
      all.hidden = shown === undefined;
    };
    const all = document.createElement("button");
    all.type = "button";
    all.textContent = "Show all";
    all.addEventListener("click", () => {
      shown = undefined;
      apply();
    });
    count.before(all);
    const order = () => {
      const key = sort.value;
      const sorted = [...source];
      if (key === "label") {
        sorted.sort((a, b) => a.dataset.label.localeCompare(b.dataset.label, "en"));
      } else if (key !== "") sorted.sort((a, b) => Number(b.dataset[key]) - Number(a.dataset[key]));
      holder.append(...sorted);
    };
    for (const select of selects) {
      const asked = query.get(select.name);
      if (asked !== null && [...select.options].some(({ value }) => value === asked)) {
        select.value = asked;
      }
    }
    field.value = query.get("text") ?? "";
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", (event) => {
      if (event.target === sort) order();
      else apply();
    });
    apply();
  };

  /* A run's address opens it. */
  const openTarget = () => {
    const body = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const run = body?.closest("details.run");
    if (!run) return;
    run.hidden = false;
    run.open = true;
    run.scrollIntoView();
  };

  const number = (value, digits = 4) =>
    Number.isFinite(value) ? value.toFixed(digits).replace("-", "−") : "–";

  const readRun = (details) => ({
    id: details.dataset.run,
    label: details.dataset.label,
    metrics: new Map(
      [...details.querySelectorAll("tr[data-metric]")].map((row) => {
        const interval = row.querySelector(".moviola-interval").dataset;
        const mean = Number(row.cells[1].dataset.value);
        const title = row.cells[0].textContent;
        return [
          row.dataset.metric,
          { title, mean, low: Number(interval.low), high: Number(interval.high) },
        ];
      }),
    ),
    fields: new Map(
      [...details.querySelectorAll("[data-field]")].map((field) => [
        field.dataset.field,
        field.textContent,
      ]),
    ),
    seconds: Number(details.dataset.seconds),
    bytes: Number(details.dataset.bytes),
  });

  const make = (name, content, attributes = {}) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...[content].flat());
    return element;
  };
  const tableOf = (headings, rows, isNumber) => {
    const head = headings.map((title, at) =>
      make("th", title, { scope: "col", class: at > 0 && isNumber ? "number" : "" }),
    );
    const body = rows.map((cells) =>
      make(
        "tr",
        cells.map((cell, at) =>
          at === 0
            ? make("th", cell, { scope: "row" })
            : make("td", cell, { class: isNumber ? "number" : "" }),
        ),
      ),
    );
    const table = make("table", [make("thead", make("tr", head)), make("tbody", body)], {
      class: "moviola-table",
    });
    return make("div", table, { class: "moviola-table-wrap" });
  };
  const note = (text, className = "moviola-note") => make("p", text, { class: className });

  /* Two runs can be held against each other where the same rows of the same data were measured alike. */
  const obstacles = (one, other) => {
    const differs = (test) =>
      [...new Set([...one.fields.keys(), ...other.fields.keys()])].some(
        (name) => test.test(name) && one.fields.get(name) !== other.fields.get(name),
      );
    return [
      [/^(data|data hash)$/, "other data"],
      [/^split hash$/, "another split"],
      [/^protocol /, "another protocol"],
    ]
      .filter(([test]) => differs(test))
      .map(([, words]) => words);
  };

  const comparison = (one, other) => {
    if (one.id === other.id) return [note("This is one and the same run.")];
    const links = [one, other].map((run) => make("a", run.id, { href: `#${run.id}` }));
    const interval = ({ mean, low, high }) => [
      `${number(mean)} `,
      make("span", `[${number(low)}, ${number(high)}]`, { class: "moviola-interval" }),
    ];
    const shared = [...one.metrics.keys()].filter((name) => other.metrics.has(name));
    const rows = shared.map((name) => {
      const [a, b] = [one.metrics.get(name), other.metrics.get(name)];
      return [a.title, interval(a), interval(b), number(b.mean - a.mean)];
    });
    rows.push([
      "Seconds",
      number(one.seconds, 1),
      number(other.seconds, 1),
      number(other.seconds - one.seconds, 1),
    ]);
    const megabytes = [one, other].map((run) => run.bytes / 1e6);
    rows.push([
      "Peak memory (MB)",
      number(megabytes[0], 0),
      number(megabytes[1], 0),
      number(megabytes[1] - megabytes[0], 0),
    ]);
    const against = obstacles(one, other);
    const names = [...new Set([...one.fields.keys(), ...other.fields.keys()])];
    const different = names.filter((name) => one.fields.get(name) !== other.fields.get(name));
    const parts = [];
    if (against.length > 0) {
      parts.push(
        note(
          `Not the same measurement: ${against.join(", ")}. The numbers below stand side by side, and do not compare the models.`,
          "moviola-warning",
        ),
      );
    }
    parts.push(
      tableOf(
        ["Metric", ["First ", links[0]], ["Second ", links[1]], "Second less first"],
        rows,
        true,
      ),
      note(
        "Intervals are each run’s own. Whether a difference is more than chance is decided in pairs: npx moviola runs compare " +
          `${one.id} ${other.id}`,
      ),
    );
    if (different.length === 0)
      parts.push(note("Nothing in their manifests differs but the code."));
    else {
      parts.push(
        make("h3", "What differs"),
        tableOf(
          ["Setting", "First", "Second"],
          different.map((name) => [
            name,
            one.fields.get(name) ?? "–",
            other.fields.get(name) ?? "–",
          ]),
          false,
        ),
      );
    }
    return parts;
  };

  /* The first run, and the first other that was measured alike. */
  const firstPair = (runs) => {
    const read = readRun(runs[0]);
    const alike = runs.slice(1, 200).find((run) => obstacles(read, readRun(run)).length === 0);
    return [runs[0], alike ?? runs[1]].map((run) => run.dataset.run);
  };

  const enableComparison = (section) => {
    const runs = [...document.querySelectorAll("details.run")];
    if (runs.length < 2) return;
    const [first, second] = ["first", "second"].map((name) =>
      section.querySelector(`select[name="${name}"]`),
    );
    for (const select of [first, second]) {
      const options = runs.map((run) => {
        const { run: id, label } = run.dataset;
        const [data, split] = [...run.querySelectorAll("summary > span")]
          .slice(1, 3)
          .map((span) => span.textContent);
        return new Option(`${label} · ${data} · ${split} · ${id.slice(0, 6)}`, id);
      });
      select.append(...options);
    }
    const byId = new Map(runs.map((run) => [run.dataset.run, run]));
    const draw = () => {
      const chosen = [first.value, second.value].map((id) => readRun(byId.get(id)));
      section.querySelector("[data-comparison]").replaceChildren(...comparison(...chosen));
    };
    const asked = (query.get("compare") ?? "").split(/[ +,]/).filter((id) => byId.has(id));
    const listed = (query.get("runs") ?? "").split(/[ +]/).filter((id) => byId.has(id));
    [first.value, second.value] =
      asked.length === 2 ? asked : listed.length > 1 ? listed : [...firstPair(runs)];
    section.addEventListener("input", draw);
    section.querySelector("[data-swap]").addEventListener("click", () => {
      [first.value, second.value] = [second.value, first.value];
      draw();
    });
    for (const run of runs) {
      run.addEventListener(
        "toggle",
        () => {
          const body = run.querySelector(".run-body");
          const actions = ["first", "second"].map((place) => {
            const button = make("button", `Compare as ${place}`, { type: "button" });
            button.addEventListener("click", () => {
              (place === "first" ? first : second).value = run.dataset.run;
              draw();
              section.scrollIntoView();
            });
            return button;
          });
          body.append(make("p", actions, { class: "run-actions filters" }));
        },
        { once: true },
      );
    }
    section.hidden = false;
    draw();
  };

  document.querySelectorAll("[data-filters]").forEach(enableFilters);
  document.querySelectorAll("[data-compare]").forEach(enableComparison);
  if (document.querySelector("details.run")) {
    openTarget();
    window.addEventListener("hashchange", openTarget);
  }
})();
