/* Sorting of tables by their headings, and downloads of what a table holds at full precision. */
(() => {
  const words = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

  const cellText = (cell) => (cell ? cell.textContent.trim() : "");
  const cellNumber = (cell) => {
    const text = cell?.dataset.value ?? cellText(cell).replace(/,/g, "").replace("−", "-");
    return text === "" ? NaN : Number(text);
  };

  /* Empty cells and what is not a number stay last in both directions. */
  const compare = (type, direction) => (left, right) => {
    if (type !== "number") {
      const [a, b] = [cellText(left.cell), cellText(right.cell)];
      if (a === "" || b === "") return Number(a === "") - Number(b === "") || left.at - right.at;
      return direction * words.compare(a, b) || left.at - right.at;
    }
    const [a, b] = [cellNumber(left.cell), cellNumber(right.cell)];
    if (Number.isNaN(a) || Number.isNaN(b)) {
      return Number(Number.isNaN(a)) - Number(Number.isNaN(b)) || left.at - right.at;
    }
    return direction * (a - b) || left.at - right.at;
  };

  /* Rows between two group headings are sorted among themselves. */
  const groupsOf = (rows) => {
    const groups = [[]];
    for (const row of rows) {
      if (row.classList.contains("group")) groups.push([row], []);
      else groups.at(-1).push(row);
    }
    return groups;
  };

  const enableSorting = (table) => {
    const body = table.tBodies[0];
    const headings = [...(table.tHead?.rows[table.tHead.rows.length - 1]?.cells ?? [])];
    if (!body) return;
    const source = [...body.rows];
    const sort = (heading) => {
      const column = headings.indexOf(heading);
      const isNumber = heading.dataset.type === "number";
      const order = isNumber ? ["descending", "ascending"] : ["ascending", "descending"];
      const next = order[order.indexOf(heading.getAttribute("aria-sort")) + 1];
      headings.forEach((other) => other.removeAttribute("aria-sort"));
      let rows = source;
      if (next) {
        heading.setAttribute("aria-sort", next);
        const comparator = compare(heading.dataset.type, next === "ascending" ? 1 : -1);
        rows = groupsOf(source).flatMap((group) =>
          group
            .map((row, at) => ({ row, at, cell: row.cells[column] }))
            .sort(comparator)
            .map((entry) => entry.row),
        );
      }
      body.append(...rows);
    };
    for (const heading of headings) {
      if (heading.dataset.type === "none" || heading.textContent.trim() === "") continue;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      heading.append(button);
      heading.classList.add("sortable");
      button.addEventListener("click", () => sort(heading));
    }
  };

  const tableRecords = (table) => {
    const headings = [...table.tHead.rows[table.tHead.rows.length - 1].cells];
    const names = headings.map((heading) => {
      const copy = heading.cloneNode(true);
      copy.querySelectorAll(".moviola-unit").forEach((unit) => unit.remove());
      return copy.textContent.trim();
    });
    const rows = [...table.tBodies[0].rows].filter((row) => !row.classList.contains("group"));
    const values = rows.map((row) =>
      headings.map((heading, at) => {
        const text = row.cells[at]?.dataset.value ?? cellText(row.cells[at]);
        const isNumber = heading.dataset.type === "number" && text !== "";
        return isNumber && Number.isFinite(Number(text)) ? Number(text) : text;
      }),
    );
    return { names, values };
  };

  const toCsv = ({ names, values }) => {
    const quote = (value) => {
      const text = String(value);
      return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    };
    return [names, ...values].map((row) => `${row.map(quote).join(",")}\n`).join("");
  };
  const toJson = ({ names, values }) =>
    `${JSON.stringify(
      values.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at]]))),
      null,
      2,
    )}\n`;

  const enableDownload = (button) => {
    const table = [...document.querySelectorAll("table")].findLast(
      (one) => one.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING,
    );
    if (!table?.tHead) return;
    const kind = button.dataset.download;
    button.setAttribute("aria-label", `Download this table as ${kind.toUpperCase()}`);
    button.addEventListener("click", () => {
      const records = tableRecords(table);
      const text = kind === "json" ? toJson(records) : toCsv(records);
      const type = kind === "json" ? "application/json" : "text/csv;charset=utf-8";
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([text], { type }));
      link.download = `${table.dataset.name ?? "table"}.${kind}`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
  };

  document.querySelectorAll("table[data-sortable]").forEach(enableSorting);
  document.querySelectorAll("button[data-download]").forEach(enableDownload);
})();
