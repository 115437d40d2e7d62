/* The search of the index: every word must occur; titles count more than what stands below them. */
(() => {
  const box = document.querySelector("[data-search]");
  if (!box) return;
  const field = box.querySelector("input");
  const list = box.querySelector(".search-results");
  const count = box.querySelector(".search-count");
  const most = 40;

  let entries;
  const read = () => {
    entries ??= (window.moviolaSearch ?? []).map(([kind, title, detail, address, words], at) => ({
      ...{ kind, title, detail, address, at },
      head: title.toLowerCase(),
      text: [kind, title, detail, words].join(" ").toLowerCase(),
    }));
    return entries;
  };
  const weight = { Report: 3, Claim: 2, Section: 2, Data: 2, Run: 1 };
  const score = (entry, words) => {
    if (!words.every((word) => entry.text.includes(word))) return 0;
    const inHead = words.filter((word) => entry.head.includes(word)).length;
    return 4 * inHead + weight[entry.kind];
  };
  const item = ({ kind, title, detail, address }) => {
    const link = document.createElement("a");
    link.href = address;
    link.textContent = title;
    const line = document.createElement("small");
    line.textContent = `${kind} · ${detail}`;
    const element = document.createElement("li");
    element.append(link, line);
    return element;
  };
  const search = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found =
      words.length === 0
        ? []
        : read()
            .map((entry) => ({ entry, points: score(entry, words) }))
            .filter(({ points }) => points > 0)
            .sort((a, b) => b.points - a.points || a.entry.at - b.entry.at);
    list.replaceChildren(...found.slice(0, most).map(({ entry }) => item(entry)));
    const rest = found.length > most ? `, the first ${most} of them below` : "";
    count.textContent = words.length === 0 ? "" : `${found.length} found${rest}`;
  };
  box.hidden = false;
  field.addEventListener("input", search);
})();
