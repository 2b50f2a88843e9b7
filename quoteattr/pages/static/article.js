"use strict";
// What the page does beyond being read: one speaker's quotes alone, and a panel that tells of a quote.
// Nothing here makes markup out of text: nodes of the page are cloned, words are set as text.
(() => {
  const make = (tag, properties, ...children) => {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...children);
    return node;
  };
  const numbers = (node, key) => (node.dataset[key] ?? "").split(" ").filter(Boolean);

  function enliven(article) {
    const marked = [...article.querySelectorAll(".text [data-s]")];
    const entries = [...article.querySelectorAll(".list .entry")];
    const entryOf = new Map(entries.map((entry) => [entry.dataset.q, entry]));
    if (!entries.length) return;
    article.classList.add("live");
    for (const node of marked) node.dataset.classes = node.className;
    for (const node of article.querySelectorAll(".text [title]")) {
      if (!node.classList.contains("control")) node.removeAttribute("title"); // the panel says it
    }
    for (const details of article.querySelectorAll(".list details")) details.open = false;

    // One speaker alone
    let alone = null;
    const status = make("p", { className: "status" });
    status.setAttribute("role", "status");
    const buttons = [...article.querySelectorAll(".speakers .speaker")].map((label) => {
      const button = make("button", { type: "button", className: label.className }, ...label.childNodes);
      button.dataset.speaker = label.dataset.speaker;
      button.setAttribute("aria-pressed", "false");
      button.addEventListener("click", () => only(button.dataset.speaker));
      label.replaceWith(button);
      return button;
    });
    article.querySelector(".who").append(status);

    function only(speaker) {
      alone = alone === speaker ? null : speaker;
      article.classList.toggle("filtered", alone !== null);
      for (const node of marked) {
        const on = alone === null || numbers(node, "s").includes(alone);
        let classes = node.dataset.classes;
        if (alone !== null && node.classList.contains("quote")) {
          classes = classes.replace(/\bs\d+\b|\bi\d+\b|\bnested\b/g, "") + (on ? ` s${alone}` : "");
          if (!on) classes = classes.replace(/\b(quote|unasserted|reported)\b/g, "off");
        }
        node.className = classes + (alone !== null && on ? " on" : "");
      }
      for (const node of article.querySelectorAll(".text [data-by]")) {
        node.classList.toggle("on", alone !== null && node.dataset.by === alone);
      }
      for (const entry of entries) {
        entry.hidden = alone !== null && !numbers(entry, "s").includes(alone);
        const details = entry.querySelector(":scope > details");
        if (details) details.open = alone !== null;
      }
      for (const node of [...buttons, ...article.querySelectorAll(".text a.chip")]) {
        node.setAttribute("aria-pressed", String(node.dataset.speaker === alone));
      }
      const button = buttons.find((node) => node.dataset.speaker === alone);
      status.textContent = button
        ? `Only ${button.querySelector(".name").textContent}. Press again, or Escape, for all.`
        : "";
    }

    // The panel
    const panel = make("aside", { className: "panel", hidden: true });
    panel.setAttribute("aria-label", "About the quote");
    const close = make("button", { type: "button", className: "close", textContent: "×" });
    close.setAttribute("aria-label", "Close");
    close.addEventListener("click", () => show(null));
    article.append(make("div", { className: "side" }, panel));
    let pinned = false;
    let current = null;

    function show(quote) {
      if (quote === current) return;
      current = quote;
      for (const node of marked) {
        node.classList.toggle("shown", quote !== null && node.classList.contains("quote") && numbers(node, "q").includes(quote));
      }
      panel.hidden = quote === null;
      if (quote === null) { pinned = false; return; }
      const copy = entryOf.get(quote).cloneNode(true);
      copy.hidden = false;
      for (const node of [copy, ...copy.querySelectorAll("[id], [hidden]")]) {
        node.removeAttribute("id");
        node.hidden = false;
      }
      for (const back of copy.querySelectorAll(".back")) back.remove();
      panel.replaceChildren(close, make("div", { className: copy.className }, ...copy.childNodes));
    }
    const innermost = (node) => numbers(node, "q").filter((quote) => entryOf.has(quote)).at(-1) ?? null;

    for (const node of marked) {
      node.addEventListener("pointerenter", (event) => {
        if (event.pointerType === "mouse" && !pinned) show(innermost(node));
      });
      node.addEventListener("pointerleave", (event) => {
        const next = event.relatedTarget;
        const leaves = !(next instanceof Element) || !article.contains(next);
        if (event.pointerType === "mouse" && !pinned && leaves) show(null);
      });
      if (node.classList.contains("quote")) {
        node.addEventListener("click", (event) => {
          if (event.target.closest("a") || !getSelection().isCollapsed) return;
          const quote = innermost(node);
          const again = pinned && quote === current;
          show(again ? null : quote);
          pinned = !again;
        });
      }
    }
    for (const chip of article.querySelectorAll(".text a.chip")) {
      chip.setAttribute("role", "button");
      chip.setAttribute("aria-pressed", "false");
      chip.addEventListener("focus", () => show(innermost(chip.parentElement)));
      const press = (event) => { event.preventDefault(); only(chip.dataset.speaker); };
      chip.addEventListener("click", press);
      chip.addEventListener("keydown", (event) => { if (event.key === " ") press(event); });
    }
    for (const source of article.querySelectorAll(".text [data-by]:not(.quote)")) {
      source.addEventListener("click", () => only(source.dataset.by));
    }
    article.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      if (current !== null) show(null);
      else if (alone !== null) only(alone);
    });

    // Quotes inside quotes
    if (article.querySelector(".text .inner")) {
      const box = make("input", { type: "checkbox", checked: true });
      box.addEventListener("change", () => article.classList.toggle("folded", !box.checked));
      article.querySelector(".who").append(make("label", { className: "switch" }, box, "show quotes inside quotes"));
    }
  }

  const articles = [...document.querySelectorAll(".quoteattr article")];
  articles.forEach(enliven);

  // Paper cannot unfold
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll(".list details:not([open])")];
    for (const details of folded) details.open = true;
  });
  addEventListener("afterprint", () => { for (const details of folded) details.open = false; });
})();
