"use strict";
// Draws the ledger's rows and the opened article from the JSON in the page. Scores, flips and tables stand without it.
(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const { rows, strings, outcomes, articles, marks, words } = data;
  const count = rows.article.length;
  const PAGE = 100;
  const RIGHT = new Set([outcomes.indexOf("correct"), outcomes.indexOf("correct_null")]);
  const EXCLUDED = outcomes.indexOf("excluded");
  const SPURIOUS = outcomes.indexOf("spurious");
  const ERRORS = new Set(["wrong", "missing", "spurious", "partial"].map((name) => outcomes.indexOf(name)));
  const text = (column, at) => strings[rows[column][at]];
  const severalSchemas = new Set(articles.map((article) => article.schema)).size > 1;
  const fieldOf = (at) => (severalSchemas ? `${articles[rows.article[at]].schema}.` : "") + text("field", at);
  // every text goes in through textContent or setAttribute, never as markup
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children);
    return element;
  }
  // a long name breaks after its dots and underscores
  const breakable = (name) => name.split(/(?<=[._])/).flatMap((part) => [part, make("wbr")]);
  for (const element of document.querySelectorAll(".scripted")) element.hidden = false;

  function outcomeOf(at) {
    const outcome = rows.outcome[at];
    const was = rows.was[at];
    const label = make("span", { class: `outcome ${outcomes[outcome]}` }, make("span", { class: "mark", "aria-hidden": "true" }, marks[outcome]), ` ${words[outcome]}`);
    const changed = change(at);
    return changed && was >= 0 ? [label, make("span", { class: "was" }, ` was ${words[was]}`)] : changed ? [label, make("span", { class: "was" }, " new")] : [label];
  }

  function change(at) {
    const was = rows.was[at];
    const now = rows.outcome[at];
    if (was === -2 || was === EXCLUDED || now === EXCLUDED) return "";
    if (was === -1) return now === SPURIOUS ? "broke" : "";
    if (RIGHT.has(was) === RIGHT.has(now)) return "";
    return RIGHT.has(now) ? "mended" : "broke";
  }

  function valueOf(side, at) {
    const value = text(side, at);
    const shown = value === "" ? make("span", { class: "none" }, side === "gold" ? "not stated" : "nothing") : make("bdi", {}, value);
    const cited = text(`${side}Evidence`, at);
    return cited ? [shown, " ", make("span", { class: `cite ${side}`, title: `${side} evidence: sentences ${cited}` }, `${side === "gold" ? "G" : "P"} ${cited.replaceAll(" ", ", ")}`)] : [shown];
  }

  // ---- the opened article
  const reader = byId("reader");
  let opened = -1;
  const order = [...document.querySelectorAll("#article-list a.open")].map((link) => Number(link.hash.slice(2)));
  const spans = new Map();
  for (let at = 0; at < count; at += 1) {
    const span = spans.get(rows.article[at]);
    if (span) span[1] = at + 1;
    else spans.set(rows.article[at], [at, at + 1]);
  }

  function sentencesOf(number) {
    const block = byId(`text-${number}`);
    return block ? JSON.parse(block.textContent) : null;
  }

  const numbers = (listed) => (listed ? listed.split(" ").map(Number) : []);

  function citations(number) {
    const [start, end] = spans.get(number) || [0, 0];
    const cited = { gold: new Map(), predicted: new Map() };
    for (let at = start; at < end; at += 1) {
      for (const side of ["gold", "predicted"]) {
        for (const sentence of numbers(text(`${side}Evidence`, at))) cited[side].set(sentence, (cited[side].get(sentence) || 0) + 1);
      }
    }
    return cited;
  }

  function drawText(number) {
    const pane = make("div", { class: "text", tabindex: "0", role: "region", "aria-label": "The article" });
    const sentences = sentencesOf(number);
    if (!sentences) {
      pane.append(make("p", { class: "none" }, "The article’s text isn’t in this page: the run has no record of it, or it would have made the page too large."));
      return pane;
    }
    const cited = citations(number);
    let paragraph = 0;
    for (const [id, standsIn, furniture, words] of sentences) {
      const line = make("p", { class: `s${standsIn === paragraph ? "" : " first"}${furniture ? " furniture" : ""}`, "data-n": id }, make("span", { class: "n" }, String(id)), make("span", { class: "t", dir: "auto" }, words));
      for (const [side, letter] of [["gold", "G"], ["predicted", "P"]]) {
        const times = cited[side].get(id);
        if (times) line.append(make("span", { class: `cite ${side}`, title: `cited by ${times} ${side} ${times === 1 ? "value" : "values"}` }, `${letter} ×${times}`));
      }
      paragraph = standsIn;
      pane.append(line);
    }
    return pane;
  }

  function leafRow(at) {
    const row = make("tr", { class: outcomes[rows.outcome[at]], "data-at": at });
    const name = text("field", at).split(".").slice(1).join(".") || text("field", at);
    const place = text("goldAt", at);
    row.append(
      make("th", { scope: "row" }, make("button", { type: "button", title: place, "aria-label": `${text("field", at)}: show its sentences` }, ...breakable(name))),
      make("td", {}, ...outcomeOf(at)),
      make("td", { "data-label": "gold" }, ...valueOf("gold", at), ...(text("accept", at) ? [make("span", { class: "accept" }, "or ", make("bdi", {}, text("accept", at)))] : [])),
      make("td", { "data-label": "predicted" }, ...valueOf("predicted", at), ...(RIGHT.has(rows.outcome[at]) ? [] : [make("span", { class: "rule" }, text("rule", at))])),
    );
    return row;
  }

  function drawLeaves(number) {
    const [start, end] = spans.get(number) || [0, 0];
    const body = make("tbody");
    let group = null;
    let entry = null;
    let empty = 0;
    for (let at = start; at < end; at += 1) {
      if (outcomes[rows.outcome[at]] === "correct_null") {
        empty += 1;
        continue;
      }
      const top = text("field", at).split(".")[0];
      // "events/e1/what" and "/events/0/what": the entry of the list that the leaf stands in
      const steps = text("goldAt", at).replace(/^\//, "").split("/");
      const within = steps.length > 2 ? steps.slice(0, 2).join("/") : steps[0];
      if (top !== group) body.append(make("tr", { class: "group" }, make("th", { colspan: "4", scope: "rowgroup" }, top.replaceAll("_", " "))));
      const row = leafRow(at);
      if (top === group && within !== entry) row.classList.add("entry");
      group = top;
      entry = within;
      body.append(row);
    }
    const head = make("tr", {}, ...["Field", "outcome", "gold", "predicted"].map((name) => make("th", { scope: "col" }, name)));
    const pane = make("div", {}, make("table", { class: "leaves" }, make("thead", {}, head), body));
    if (empty) pane.append(make("p", { class: "quiet soft" }, `∅ ${empty} more ${empty === 1 ? "field is" : "fields are"} rightly empty.`));
    return pane;
  }

  function drawArticle(number) {
    const article = articles[number];
    const place = order.indexOf(number);
    const step = (label, by) => make("button", { type: "button", "data-open": order[place + by] ?? "", disabled: order[place + by] === undefined }, label);
    const line = [article.source, article.schema + (article.repeat > 1 ? `, repeat ${article.repeat}` : ""), article.split, `story ${article.story}`, `F1 ${article.f1}${article.before ? `, was ${article.before}` : ""}`];
    reader.replaceChildren(
      make("header", {}, make("h3", {}, make("bdi", {}, article.title)), make("div", { class: "steps" }, step("Previous", -1), step("Next", 1), make("button", { type: "button", "data-close": true }, "Close"))),
      make("p", { class: "facts-line" }, line.join(" · ")),
      ...(article.failure ? [make("p", { class: "why" }, make("span", { class: "tag failed" }, "failed"), " ", article.failure)] : []),
      make("p", { class: "key-line" }, make("span", {}, make("span", { class: "cite gold" }, "G 3"), " sentence that gold names, underlined solid"), make("span", {}, make("span", { class: "cite predicted" }, "P 3"), " sentence that the model cites, dashed"), make("span", {}, "both: double. Choose a field to see its sentences.")),
      make("div", { class: "columns" }, drawText(number), drawLeaves(number)),
    );
    for (const row of document.querySelectorAll("#article-list tr")) row.classList.toggle("on", row.querySelector("a.open").hash === `#a${number}`);
  }

  function open(number, { at = null, scroll = true } = {}) {
    if (!articles[number]) return;
    if (number !== opened) drawArticle(number);
    opened = number;
    reader.hidden = false;
    if (scroll) reader.scrollIntoView({ block: "start" });
    reader.focus({ preventScroll: true });
    remember(`#a${number}`);
    const row = at === null ? null : reader.querySelector(`tr[data-at="${at}"]`);
    if (row) light(row);
  }

  function light(row) {
    for (const lit of reader.querySelectorAll(".on, .lit-gold, .lit-predicted")) lit.classList.remove("on", "lit-gold", "lit-predicted");
    row.classList.add("on");
    const at = Number(row.dataset.at);
    let first = null;
    for (const side of ["gold", "predicted"]) {
      for (const sentence of numbers(text(`${side}Evidence`, at))) {
        const line = reader.querySelector(`.s[data-n="${sentence}"]`);
        if (!line) continue;
        line.classList.add(`lit-${side}`);
        first = first && Number(first.dataset.n) < sentence ? first : line;
      }
    }
    const pane = reader.querySelector(".text");
    if (first && pane.scrollHeight > pane.clientHeight) pane.scrollTop += first.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
    row.scrollIntoView({ block: "nearest" });
  }

  function remember(hash) {
    try {
      history.replaceState(null, "", hash);
    } catch {
      // a viewer that gives the page no address of its own
    }
  }

  function close() {
    reader.hidden = true;
    opened = -1;
    for (const row of document.querySelectorAll("#article-list tr.on")) row.classList.remove("on");
    byId("articles").scrollIntoView();
    remember("#articles");
  }

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const link = target?.closest("a.open, a[data-field], a[data-kind]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      if (link.classList.contains("open")) open(Number(link.hash.slice(2)), { at: link.dataset.at ?? null });
      else show(link.dataset);
    }
    const button = target?.closest("button[data-open], button[data-close]");
    if (button?.dataset.open) open(Number(button.dataset.open));
    else if (button) close();
    const row = target?.closest("#reader .leaves tr[data-at]");
    if (row && getSelection().isCollapsed) light(row);
  });
  reader.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });

  // ---- the list of articles
  const finder = byId("find-article");
  finder.addEventListener("input", () => {
    const wanted = finder.value.toLowerCase();
    let shown = 0;
    for (const row of document.querySelectorAll("#article-list tr")) {
      row.hidden = !row.textContent.toLowerCase().includes(wanted);
      shown += !row.hidden;
    }
    byId("found").textContent = wanted ? `${shown} of ${articles.length}` : "";
  });

  // ---- the ledger
  const form = byId("filters");
  const controls = { field: byId("by-field"), kind: byId("by-kind"), slice: byId("by-slice"), change: byId("by-change"), words: byId("by-words") };
  let page = 0;
  let found = [];

  function fill() {
    const tally = new Array(outcomes.length).fill(0);
    const fields = new Set();
    const kinds = new Set();
    const supports = new Set();
    for (let at = 0; at < count; at += 1) {
      tally[rows.outcome[at]] += 1;
      fields.add(fieldOf(at));
      kinds.add(text("kind", at));
      if (rows.support[at]) supports.add(text("support", at));
    }
    outcomes.forEach((name, number) => {
      byId("outcomes").append(make("label", { class: name }, make("input", { type: "checkbox", value: number, checked: ERRORS.has(number) }), make("span", {}, `${marks[number]} ${words[number]}`), make("span", { class: "count" }, tally[number].toLocaleString("en"))));
    });
    const add = (select, values) => select.append(...values.map((value) => make("option", { value }, value)));
    add(controls.field, [...fields].sort());
    add(controls.kind, [...kinds].sort());
    const group = (label, key, values) => {
      const options = [...values].sort().map((value) => make("option", { value: `${key}=${value}` }, value));
      if (options.length > 1) controls.slice.append(make("optgroup", { label }, ...options));
    };
    group("Split", "split", new Set(articles.map((article) => article.split)));
    group("Schema", "schema", new Set(articles.map((article) => article.schema)));
    group("Status of the record", "status", new Set(articles.map((article) => article.status)));
    group("Support found by code", "support", supports);
    group("Invented", "invented", new Set(["in no sentence", "borne out or not asked"]));
    group("Story", "story", new Set(articles.map((article) => article.story)));
  }

  function sliceTest(choice) {
    const split = choice.indexOf("=");
    const key = choice.slice(0, split);
    const value = choice.slice(split + 1);
    if (split < 0) return () => true;
    if (key === "support") return (at) => text("support", at) === value;
    if (key === "invented") return (at) => rows.invented[at] === (value === "in no sentence" ? 1 : 0);
    return (at) => articles[rows.article[at]][key] === value;
  }

  function choose() {
    const wanted = new Set([...byId("outcomes").querySelectorAll("input:checked")].map((input) => Number(input.value)));
    const [field, kind, changed, searched] = [controls.field.value, controls.kind.value, controls.change?.value ?? "", controls.words.value.toLowerCase()];
    const inSlice = sliceTest(controls.slice.value);
    found = [];
    for (const number of order) {
      const [start, end] = spans.get(number) || [0, 0];
      for (let at = start; at < end; at += 1) {
        if (!wanted.has(rows.outcome[at]) || (field && fieldOf(at) !== field) || (kind && text("kind", at) !== kind) || !inSlice(at)) continue;
        const moved = changed ? change(at) : "";
        if (changed && (changed === "flipped" ? !moved : moved !== changed)) continue;
        if (searched && !`${text("gold", at)}\n${text("predicted", at)}\n${text("rule", at)}`.toLowerCase().includes(searched)) continue;
        found.push(at);
      }
    }
    page = 0;
    draw();
  }

  function draw() {
    const start = page * PAGE;
    const shown = found.slice(start, start + PAGE);
    byId("rows").replaceChildren(
      ...shown.map((at) =>
        make("tr", { class: outcomes[rows.outcome[at]] }, make("th", { scope: "row" }, ...breakable(fieldOf(at))), make("td", {}, ...outcomeOf(at)), make("td", { "data-label": "gold" }, ...valueOf("gold", at)), make("td", { "data-label": "predicted" }, ...valueOf("predicted", at)), make("td", { "data-label": "why", class: "soft" }, text("rule", at)), make("td", {}, make("a", { class: "open", href: `#a${rows.article[at]}`, "data-at": at }, make("bdi", {}, articles[rows.article[at]].title)))),
      ),
    );
    const many = found.length.toLocaleString("en");
    byId("standing").textContent = found.length ? `${(start + 1).toLocaleString("en")}–${(start + shown.length).toLocaleString("en")} of ${many} ${found.length === 1 ? "leaf" : "leaves"}` : "no leaf fits";
    byId("back").disabled = page === 0;
    byId("forth").disabled = start + PAGE >= found.length;
  }

  function turn(by) {
    page += by;
    draw();
    byId("ledger").scrollIntoView();
  }

  function show({ field = "", kind = "" }) {
    form.reset();
    controls.field.value = field;
    controls.kind.value = kind;
    choose();
    byId("ledger").scrollIntoView();
    byId("ledger").focus({ preventScroll: true });
    remember("#ledger");
  }

  fill();
  form.addEventListener("input", choose);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(choose));
  byId("back").addEventListener("click", () => turn(-1));
  byId("forth").addEventListener("click", () => turn(1));
  choose();

  function follow() {
    const match = location.hash.match(/^#a(\d+)$/);
    if (match) open(Number(match[1]));
  }
  addEventListener("hashchange", follow);
  follow();
})();
