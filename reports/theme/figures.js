/* Brings figures to life: the drawing is replaced by a plot when it comes near the window. */
(() => {
  const figures = [...document.querySelectorAll(".moviola-figure[data-plotly]")];
  if (figures.length === 0) return;

  const colour = (name) => getComputedStyle(document.body).getPropertyValue(name).trim();

  /* Strings such as "var(--moviola-accent, #a8441f)" take the value that they have in this theme. */
  const resolved = (value) => {
    if (typeof value === "string") {
      const match = /^var\((--[\w-]+)(?:,\s*([^)]+))?\)$/.exec(value);
      return match ? colour(match[1]) || match[2] : value;
    }
    if (Array.isArray(value)) return value.map(resolved);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, resolved(member)]),
    );
  };

  /* A title longer than a narrow plot goes on in a second line: else its ends are cut off. */
  const inLines = (text, letters) => {
    const lines = [""];
    for (const word of text.split(" ")) {
      const line = `${lines.at(-1)} ${word}`.trim();
      if (line.length <= letters || lines.at(-1) === "") lines[lines.length - 1] = line;
      else lines.push(word);
    }
    return lines.join("<br>");
  };
  const narrowed = (key, axis) => {
    if (!key.startsWith("x") || axis.title?.text === undefined) return axis;
    return { ...axis, title: { ...axis.title, text: inLines(axis.title.text, 26) } };
  };
  /* Labels of vertical references stand in a line of their own each, above one another. */
  const staggered = (annotations = []) => {
    let line = 0;
    return annotations.map((one) => (one.yref === "paper" ? { ...one, yshift: 13 * line++ } : one));
  };

  const themed = (figure, width) => {
    const { data, layout = {} } = resolved(JSON.parse(figure.dataset.plotly));
    const ink = colour("--moviola-ink");
    const rule = colour("--moviola-rule");
    const axis = { gridcolor: rule, linecolor: rule, zerolinecolor: rule, automargin: true };
    const axes = Object.keys(layout).filter((key) => /^[xy]axis\d*$/.test(key));
    const narrow = width < 480;
    return {
      data,
      layout: {
        ...layout,
        autosize: true,
        ...(narrow ? { margin: { ...layout.margin, l: 44, r: 8 } } : {}),
        ...(narrow ? { annotations: staggered(layout.annotations) } : {}),
        // Names stand below one another there; past half of the height they would have to be scrolled.
        ...(narrow && data.length > 8 ? { height: layout.height + 15 * data.length } : {}),
        paper_bgcolor: "rgba(0,0,0,0)",
        plot_bgcolor: "rgba(0,0,0,0)",
        font: {
          family: getComputedStyle(figure).fontFamily,
          size: narrow ? 11 : 13,
          ...layout.font,
          color: ink,
        },
        hoverlabel: {
          bgcolor: colour("--moviola-panel"),
          bordercolor: colour("--moviola-rule-strong"),
          font: { color: ink },
        },
        ...Object.fromEntries(
          axes.map((key) => [
            key,
            { ...axis, ...(narrow ? narrowed(key, layout[key]) : layout[key]) },
          ]),
        ),
      },
    };
  };

  const options = {
    displaylogo: false,
    responsive: true,
    modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d"],
  };

  const enliven = async (figure) => {
    const live = document.createElement("div");
    live.className = "moviola-figure-live";
    figure.append(live);
    try {
      const { data, layout } = themed(figure, figure.clientWidth);
      await window.Plotly.newPlot(live, data, layout, options);
      figure.classList.add("alive");
    } catch (error) {
      live.remove();
      figure.dataset.failed = String(error);
    }
  };

  /* Without plotly, as on a page that was copied alone, the drawings stay. */
  if (!window.Plotly) return;
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        observer.unobserve(entry.target);
        void enliven(entry.target);
      }
    },
    { rootMargin: "600px" },
  );
  figures.forEach((figure) => observer.observe(figure));

  document.addEventListener("moviola-theme", () => {
    for (const figure of figures.filter((one) => one.classList.contains("alive"))) {
      const live = figure.querySelector(".moviola-figure-live");
      const { data, layout } = themed(figure, figure.clientWidth);
      void window.Plotly.react(live, data, layout, options);
    }
  });
})();
