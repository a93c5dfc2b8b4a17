"use strict";
// Lights up the sentences of a fact, and the facts of a sentence. The page is whole without it.
(() => {
  const lamp = document.getElementById("lamp");
  const lampText = document.getElementById("lamp-text");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let pinned = null;
  let lit = [];

  const sourceOf = (node) => {
    if (!(node instanceof Element)) return null;
    return node.closest("a.fact") || node.closest(".s.linked");
  };

  const isFact = (source) => source.classList.contains("fact");
  const numbersOf = (fact) => fact.dataset.s.split(" ").filter(Boolean);

  function targetsOf(source) {
    const article = source.closest("article");
    if (isFact(source)) {
      return numbersOf(source).map((n) => document.getElementById(`${article.id}-s${n}`)).filter(Boolean);
    }
    const number = source.querySelector("a.n").dataset.n;
    return [...article.querySelectorAll("a.fact")].filter((fact) => numbersOf(fact).includes(number));
  }

  function rangesOf(fact) {
    const article = fact.closest("article");
    return fact.dataset.w.split(" ").filter(Boolean).flatMap((words) => {
      const [, number, start, end] = words.match(/^(\d+):(\d+)-(\d+)$/);
      const text = document.getElementById(`${article.id}-s${number}`)?.querySelector(".t")?.firstChild;
      if (!text || Number(end) > text.length) return [];
      const range = new Range();
      range.setStart(text, Number(start));
      range.setEnd(text, Number(end));
      return [range];
    });
  }

  function dark() {
    for (const element of lit) element.classList.remove("lit", "on");
    lit = [];
    if (CSS.highlights) CSS.highlights.delete("words");
  }

  function light(source) {
    dark();
    const targets = targetsOf(source);
    source.classList.add("on");
    for (const target of targets) target.classList.add("lit");
    lit = [source, ...targets];
    if (isFact(source) && CSS.highlights) CSS.highlights.set("words", new Highlight(...rangesOf(source)));
    return targets;
  }

  function bringIntoView(element) {
    const behavior = calm.matches ? "auto" : "smooth";
    const pane = element.closest(".text");
    const scrolls = pane && pane.scrollHeight > pane.clientHeight && getComputedStyle(pane).overflowY === "auto";
    if (scrolls) {
      const offset = element.getBoundingClientRect().top - pane.getBoundingClientRect().top;
      pane.scrollBy({ top: offset - pane.clientHeight / 3, behavior });
    } else {
      element.scrollIntoView({ block: pane ? "center" : "nearest", behavior });
    }
  }

  function describe(source, targets) {
    if (!isFact(source)) return `Sentence ${source.querySelector("a.n").dataset.n}: cited by ${targets.length} ${targets.length === 1 ? "fact" : "facts"}`;
    const support = ["verified", "derived", "partial", "unsupported", "unchecked"].find((name) => source.classList.contains(name));
    const numbers = numbersOf(source);
    const where = numbers.length ? `${numbers.length === 1 ? "sentence" : "sentences"} ${numbers.join(", ")}` : "no sentence";
    return `${source.querySelector(".mark").textContent} ${support}: ${where}`;
  }

  function pin(source) {
    pinned = source;
    const targets = light(source);
    lampText.textContent = describe(source, targets);
    lamp.hidden = false;
    if (targets.length) bringIntoView(targets[0]);
    const link = isFact(source) ? source : source.querySelector("a.n");
    link.focus({ preventScroll: true });
    try {
      history.replaceState(null, "", `#${source.id}`);
    } catch {
      // a viewer that gives the page no address of its own; lighting up works all the same
    }
  }

  function clear() {
    pinned = null;
    dark();
    lamp.hidden = true;
  }

  function preview(event) {
    const source = sourceOf(event.target);
    if (!pinned && source) light(source);
  }

  function endPreview(event) {
    if (!pinned && !sourceOf(event.relatedTarget)) dark();
  }

  document.addEventListener("click", (event) => {
    const source = sourceOf(event.target);
    if (!source || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const selecting = !isFact(source) && !getSelection().isCollapsed;
    if (selecting) return;
    event.preventDefault();
    if (source === pinned) clear();
    else pin(source);
  });
  document.addEventListener("mouseover", preview);
  document.addEventListener("mouseout", endPreview);
  document.addEventListener("focusin", preview);
  document.addEventListener("focusout", endPreview);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") clear();
  });
  document.getElementById("lamp-clear").addEventListener("click", clear);
  document.getElementById("lamp-back").addEventListener("click", () => {
    if (!pinned) return;
    pinned.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
    (isFact(pinned) ? pinned : pinned.querySelector("a.n")).focus({ preventScroll: true });
  });

  function follow() {
    const wanted = decodeURIComponent(location.hash.slice(1));
    // a JSON pointer names a fact from outside: another page knows no numbers of this one
    const target = wanted.startsWith("/")
      ? [...document.querySelectorAll("a.fact")].find((fact) => fact.dataset.p === wanted)
      : document.getElementById(wanted);
    const source = target && sourceOf(target);
    if (!source) return;
    source.scrollIntoView({ block: "center" });
    pin(source);
  }
  addEventListener("hashchange", follow);
  follow();
})();
