"use strict";
// Search over all quotes, and the article that each stands in. Words of articles are only ever set as text.
(async () => {
  const place = document.getElementById("search");
  const note = document.createElement("p");
  note.className = "note";
  note.textContent = "Reading …";
  place.append(note);
  const make = (tag, properties = {}, ...children) => {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...children);
    return node;
  };

  let data;
  try {
    const bytes = Uint8Array.from(atob(document.getElementById("data").textContent), (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    data = JSON.parse(await new Response(stream).text());
  } catch (error) {
    note.textContent = "This browser cannot read the quotes inside this page; they are in the CSV file beside it.";
    return;
  }
  const KINDS = ["direct", "mixed", "indirect", "reported"];
  const quotes = [];
  data.articles.forEach(([title, outlet, date, url, text, own], article) => {
    own.forEach(([speaker, kind, polarity, medium, asserted, inside, score, content, cue, source], index) => {
      quotes.push({ article, index, speaker, kind: KINDS[kind], polarity, medium, asserted: Boolean(asserted), outlet, date, content, cue, source });
    });
  });
  const pieces = (text, spans) => {
    const found = [];
    for (let i = 0; i < spans.length; i += 2) found.push(text.slice(spans[i], spans[i + 1]).replace(/\s+/g, " "));
    return found.join(" … ");
  };
  const textOf = (quote) => data.articles[quote.article][4];
  const nameOf = (speaker) => (speaker < 0 ? "nobody named" : data.speakers[speaker][0]);

  // Filters
  const field = (label, control) => { filters.append(make("label", {}, label, control)); return control; };
  const choice = (label, options) => field(label, make("select", {}, ...options.map(([value, shown]) => make("option", { value, textContent: shown }))));
  const filters = make("form", { className: "filters" });
  const words = field("Words", make("input", { type: "search" }));
  const names = field("Speaker", make("input", { type: "search" }));
  const outlets = [...new Set(quotes.map((quote) => quote.outlet).filter(Boolean))].sort();
  const outlet = outlets.length ? choice("Outlet", [["", "all"], ...outlets.map((one) => [one, one])]) : null;
  const kind = choice("Kind", [["", "all"], ...KINDS.map((one) => [one, one])]);
  const who = choice("Of", [["", "all"], ["person", "persons"], ["body", "bodies and others"], ["nobody", "nobody named"]]);
  const said = choice("Polarity", [["", "all"], ["yes", "asserted"], ["no", "not asserted"], ["denied", "denied"], ["negated", "negated"], ["questioned", "questioned"]]);
  const dated = quotes.some((quote) => quote.date);
  const from = dated ? field("From", make("input", { type: "date" })) : null;
  const until = dated ? field("Until", make("input", { type: "date" })) : null;
  const reset = make("button", { type: "reset", textContent: "All" });
  filters.append(reset);
  filters.addEventListener("submit", (event) => event.preventDefault());

  const found = make("p", { className: "note" });
  found.setAttribute("role", "status");
  const list = make("div");
  const more = make("button", { type: "button", className: "more", textContent: "Show more" });
  place.replaceChildren(filters, found, list, more);
  let one = null; // the one speaker picked from a table
  let hits = [];
  let shown = 0;

  function matches(quote) {
    if (one !== null && quote.speaker !== one) return false;
    if (outlet && outlet.value && quote.outlet !== outlet.value) return false;
    if (kind.value && quote.kind !== kind.value) return false;
    if (who.value === "nobody" && quote.speaker >= 0) return false;
    if (who.value === "person" && (quote.speaker < 0 || data.speakers[quote.speaker][1] !== "person")) return false;
    if (who.value === "body" && (quote.speaker < 0 || data.speakers[quote.speaker][1] === "person")) return false;
    if (said.value === "yes" && !quote.asserted) return false;
    if (said.value === "no" && quote.asserted) return false;
    if (["denied", "negated", "questioned"].includes(said.value) && quote.polarity !== said.value) return false;
    if (from && from.value && !(quote.date && quote.date.slice(0, 10) >= from.value)) return false;
    if (until && until.value && !(quote.date && quote.date.slice(0, 10) <= until.value)) return false;
    if (one === null && names.value && !nameOf(quote.speaker).toLowerCase().includes(names.value.trim().toLowerCase())) return false;
    if (words.value.trim()) {
      quote.lower ??= pieces(textOf(quote), quote.content).toLowerCase();
      if (!words.value.trim().toLowerCase().split(/\s+/).every((word) => quote.lower.includes(word))) return false;
    }
    return true;
  }

  function search() {
    hits = quotes.filter(matches);
    const speakers = new Set(hits.map((quote) => quote.speaker)).size;
    found.textContent = `${hits.length.toLocaleString("en")} ${hits.length === 1 ? "quote" : "quotes"} of ${speakers.toLocaleString("en")} ${speakers === 1 ? "speaker" : "speakers"}`;
    list.replaceChildren();
    shown = 0;
    showMore();
  }

  function showMore() {
    for (const quote of hits.slice(shown, shown + 50)) list.append(hit(quote));
    shown += 50;
    more.hidden = shown >= hits.length;
  }

  function hit(quote) {
    const [title, where, date, , text] = data.articles[quote.article];
    const line = make("p", {}, make("b", { textContent: nameOf(quote.speaker) }), " ", make("i", { textContent: pieces(text, quote.cue) }));
    if (quote.polarity !== "asserted") line.append(" ", make("small", { className: `badge ${quote.polarity}`, textContent: quote.polarity }));
    if (quote.medium !== "speech") line.append(" ", make("small", { className: "badge", textContent: quote.medium }));
    const open = make("button", { type: "button", className: "pick", textContent: title || "article" });
    open.addEventListener("click", () => show(quote.article, quote.index));
    const words = make("blockquote", { className: quote.asserted ? "" : "unasserted", dir: "auto", textContent: pieces(text, quote.content) });
    return make("div", { className: "hit" }, line, words, make("p", {}, make("small", { textContent: [where, date.slice(0, 10)].filter(Boolean).join(", ") }), " ", open));
  }

  // The article of a quote
  const dialog = make("dialog");
  dialog.setAttribute("aria-label", "The article");
  document.querySelector("main").append(dialog);
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });

  function show(article, index) {
    const [title, where, date, url, text, own] = data.articles[article];
    const cuts = new Set([0, text.length]);
    const spans = own.flatMap((quote, number) => {
      const pairs = [];
      for (let i = 0; i < quote[7].length; i += 2) { pairs.push([quote[7][i], quote[7][i + 1], number]); cuts.add(quote[7][i]); cuts.add(quote[7][i + 1]); }
      return pairs;
    });
    const body = make("div", { className: "text", dir: "auto" });
    const places = [...cuts].sort((a, b) => a - b);
    for (let i = 0; i + 1 < places.length; i++) {
      const inside = spans.filter(([start, end]) => start <= places[i] && end > places[i]).map((span) => span[2]);
      const piece = text.slice(places[i], places[i + 1]);
      if (!inside.length) { body.append(piece); continue; }
      const node = make("span", { className: "quote", textContent: piece, title: inside.map((n) => nameOf(own[n][0])).join(" › ") });
      node.classList.toggle("this", inside.includes(index));
      node.classList.toggle("unasserted", inside.some((n) => !own[n][4]));
      body.append(node);
    }
    const close = make("button", { type: "button", className: "close", textContent: "Close" });
    close.addEventListener("click", () => dialog.close());
    const about = make("p", { className: "note", textContent: [where, date.slice(0, 10)].filter(Boolean).join(", ") });
    if (/^https?:\/\//i.test(url)) about.append(" ", make("a", { href: url, rel: "noopener noreferrer", target: "_blank", textContent: "original" }));
    dialog.replaceChildren(close, make("h3", { textContent: title }), about, body);
    dialog.showModal();
    (body.querySelector(".this") ?? dialog).scrollIntoView({ block: "center" });
  }

  for (const label of document.querySelectorAll(".pick:not(button)")) {
    const button = make("button", { type: "button", className: "pick" }, ...label.childNodes);
    button.addEventListener("click", () => {
      if (label.dataset.article) { show(Number(label.dataset.article), Number(label.dataset.quote)); return; }
      filters.reset();
      one = Number(label.dataset.speaker);
      names.value = nameOf(one);
      search();
      document.getElementById("quotes").scrollIntoView();
      names.focus({ preventScroll: true });
    });
    label.replaceWith(button);
  }
  names.addEventListener("input", () => { one = null; });
  filters.addEventListener("reset", () => { one = null; setTimeout(search); });
  let waiting = 0;
  filters.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(search, 150); });
  more.addEventListener("click", showMore);
  search();
})();
