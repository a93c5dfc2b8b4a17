"use strict";
// Filters the table of an exported folder, where no server can. The address keeps the filters; without this script the
// whole table is there.
(() => {
  const form = document.getElementById("filters");
  const rows = [...document.querySelectorAll("#facts tbody tr")];
  const shown = document.getElementById("shown");
  const csv = document.getElementById("csv");
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = rows.map((row) => fold(row.querySelector(".value").textContent));

  function read() {
    for (const [name, value] of new URLSearchParams(location.search)) {
      const fields = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
      for (const field of fields) {
        if (field.type === "checkbox") field.checked = field.checked || field.value === value;
        else {
          // a value that no fact here has filters all the same
          if (field.options && ![...field.options].some((one) => one.value === value)) field.add(new Option(value));
          field.value = value;
        }
      }
    }
  }

  function wanted() {
    const data = new FormData(form);
    return {
      words: fold(data.get("q") || "").split(/\s+/).filter(Boolean),
      support: data.getAll("support"),
      since: data.get("since") || "",
      until: data.get("until") || "",
      same: ["field", "outlet", "schema", "model"].map((name) => [name, data.get(name)]).filter(([, value]) => value),
    };
  }

  function passes(row, text, filter) {
    if (filter.support.length && !filter.support.includes(row.dataset.support)) return false;
    if (filter.same.some(([name, value]) => row.dataset[name] !== value)) return false;
    const day = row.dataset.published;
    if ((filter.since && (!day || day < filter.since)) || (filter.until && (!day || day > filter.until))) return false;
    return filter.words.every((word) => text.includes(word));
  }

  function apply() {
    const filter = wanted();
    let count = 0;
    rows.forEach((row, place) => {
      row.hidden = !passes(row, texts[place], filter);
      if (!row.hidden) count += 1;
    });
    shown.textContent = `${count.toLocaleString("en")} ${count === 1 ? "fact" : "facts"} shown`;
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value)).toString();
    try {
      history.replaceState(null, "", query ? `?${query}` : location.pathname);
    } catch {
      // a viewer that gives the page no address of its own; filtering works all the same
    }
  }

  function cell(text) {
    // a spreadsheet would run what begins like a formula
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return `"${safe.replaceAll('"', '""')}"`;
  }

  function save() {
    const lines = [["support", "value", "field", "schema", "outlet", "published", "model"].join(",")];
    for (const row of rows.filter((one) => !one.hidden)) {
      const { support, field, schema, outlet, published, model } = row.dataset;
      const value = row.querySelector(".value a").textContent;
      lines.push([support, value, field, schema, outlet, published, model].map(cell).join(","));
    }
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([`\ufeff${lines.join("\r\n")}\r\n`], { type: "text/csv" }));
    link.download = "facts.csv";
    link.click();
    URL.revokeObjectURL(link.href);
  }

  read();
  apply();
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    apply();
  });
  csv.hidden = false;
  csv.addEventListener("click", save);
})();
