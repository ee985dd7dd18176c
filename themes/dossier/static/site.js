// Nothing here is needed to read: colours to choose, search as one types, previews of links, addresses of passages.
(() => {
  "use strict";
  const root = document.documentElement;
  const { copied, home } = document.currentScript.dataset;

  function element(name, className, text = "") {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  }

  // Addresses of passages

  function say(link, words) {
    const note = element("span", "copied");
    note.setAttribute("role", "status");
    link.after(note);
    note.textContent = words;
    setTimeout(() => note.remove(), 2000);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.passage");
    if (!link || !navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
    // The link is followed too, so that the passage is marked and the address bar shows it.
    navigator.clipboard.writeText(link.href).then(() => say(link, copied), () => {});
  });

  // Colours: kept in this browser alone; a line in the page's head sets them before anything is drawn.

  const colours = document.querySelector(".colours");
  if (colours) {
    const choice = colours.querySelector("select");
    choice.value = root.dataset.theme || "";
    choice.addEventListener("change", () => {
      root.dataset.theme = choice.value;
      try {
        if (choice.value) localStorage.setItem("colours", choice.value);
        else localStorage.removeItem("colours");
      } catch {} // a browser that keeps nothing keeps this neither
    });
  }

  // Search: its scripts come when the field is used first.

  const finder = document.querySelector("form.finder");
  if (finder) {
    const field = finder.querySelector("input");
    // A module that is imported can be checked where it was preloaded with a digest (HTML Standard, "modulepreload").
    const checked = (named) => {
      const [href, integrity] = named.split(" ");
      document.head.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href, integrity }));
      return import(href);
    };
    field.addEventListener(
      "focus",
      () =>
        Promise.all([checked(finder.dataset.engine), checked(finder.dataset.finder)])
          .then(([searching, finding]) => finding.attach(finder, searching))
          .catch(() => {}), // the form leads to the search page all the same
      { once: true },
    );
  }

  // The key by its place, since on a Cyrillic keyboard it has another letter.
  document.addEventListener("keydown", (event) => {
    const field = document.querySelector("form.finder input, form.search input[name=q]");
    if (!field || event.code !== "KeyK" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    field.focus();
    field.select();
  });

  // Previews: what a link leads to, while a pointer rests on it or the keyboard is at it. They can be pointed at too,
  // and Escape puts them away (WCAG 2.2, 1.4.13).

  const WAIT = 350;
  const GRACE = 200;
  const pages = new Map();
  let shown = null;
  let timer = 0;
  let turn = 0;

  function target(event) {
    const link = event.target.closest?.("main a[href]");
    if (!link || link.closest("nav") || link.origin !== location.origin) return null;
    if (link.classList.contains("passage") || link.hasAttribute("download")) return null;
    const isHere = link.pathname === location.pathname && link.search === location.search;
    if (isHere) return link.hash.startsWith("#source-") ? link : null;
    // What lies beside the site on its host is none of its pages.
    return link.pathname.startsWith(home) && link.pathname.endsWith("/") ? link : null;
  }

  async function page(address) {
    if (!pages.has(address)) {
      const loaded = fetch(address, { priority: "low", credentials: "omit" }).then(async (answer) => {
        if (!answer.ok) throw new Error(String(answer.status));
        return new DOMParser().parseFromString(await answer.text(), "text/html");
      });
      loaded.catch(() => pages.delete(address));
      pages.set(address, loaded);
    }
    return pages.get(address);
  }

  const words = (found) => found?.textContent.replace(/\s+/g, " ").trim() ?? "";

  function ofSource(id) {
    const source = document.getElementById(id);
    if (!source) return null;
    return [
      ["preview-title", words(source.querySelector(".source-title"))],
      ["preview-meta", [...source.querySelectorAll(".source-meta > span")].map(words).join(" · ")],
      ["preview-text", words(source.querySelector(".source-rating"))],
    ];
  }

  async function ofPage(link) {
    const found = await page(link.pathname);
    const title = words(found.querySelector("main h1"));
    if (!title || found.querySelector('meta[http-equiv="refresh"]')) return null;
    return [
      ["preview-meta", words(found.querySelector("main .kicker"))],
      ["preview-title", title],
      ["preview-text", found.querySelector('meta[name="description"]')?.content ?? ""],
      ["preview-meta", words(found.querySelector("main .figures")?.firstChild).replace(/\s*·$/, "")],
      ["lang", found.documentElement.lang],
      ["dir", found.documentElement.dir],
    ];
  }

  function place(card, link, at) {
    const boxes = [...link.getClientRects()];
    const box = boxes.find((one) => at && at.y >= one.top - 2 && at.y <= one.bottom + 2) ?? boxes[0];
    if (!box) return;
    const gap = 8;
    const { offsetWidth: width, offsetHeight: height } = card;
    const isBelow = box.bottom + gap + height <= innerHeight || box.top < height + gap;
    const start = root.dir === "rtl" ? box.right - width : box.left;
    card.style.left = `${Math.max(gap, Math.min(start, root.clientWidth - width - gap))}px`;
    card.style.top = `${isBelow ? box.bottom + gap : box.top - gap - height}px`;
  }

  async function show(link, at) {
    const now = ++turn;
    const isSource = link.hash.startsWith("#source-") && link.pathname === location.pathname;
    const parts = isSource ? ofSource(decodeURIComponent(link.hash.slice(1))) : await ofPage(link);
    if (now !== turn || !parts) return;
    hide();
    const card = element("div", "preview");
    card.id = "preview";
    card.setAttribute("role", "tooltip");
    card.popover = "manual";
    for (const [name, text] of parts) {
      if (name === "lang" || name === "dir") card[name] = text;
      else if (text) card.append(element("p", name, text));
    }
    document.body.append(card);
    card.showPopover();
    place(card, link, at);
    link.setAttribute("aria-describedby", "preview");
    shown = { card, link, at };
  }

  function hide() {
    clearTimeout(timer);
    if (!shown) return;
    shown.link.removeAttribute("aria-describedby");
    shown.card.remove();
    shown = null;
  }

  function later(act, pause) {
    clearTimeout(timer);
    timer = setTimeout(act, pause);
  }

  function away() {
    turn += 1;
    if (shown) later(hide, GRACE);
    else clearTimeout(timer);
  }

  if ("popover" in HTMLElement.prototype) {
    document.addEventListener("pointerover", (event) => {
      if (event.pointerType === "touch") return;
      const link = target(event);
      if (link && shown?.link !== link) later(() => show(link, { y: event.clientY }).catch(() => {}), WAIT);
      else if (link || event.target.closest?.(".preview")) clearTimeout(timer);
    });
    document.addEventListener("pointerout", (event) => {
      const from = event.target.closest?.("main a[href], .preview");
      if (from && !from.contains(event.relatedTarget)) away();
    });
    document.addEventListener("focusin", (event) => {
      const link = target(event);
      if (link?.matches(":focus-visible")) later(() => show(link, null).catch(() => {}), WAIT);
    });
    document.addEventListener("focusout", away);
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      turn += 1;
      hide();
    });
    // A focus scrolls its link into view, and a slow machine tells of it late: the card goes along, and is not lost.
    // A pointer that a scroll takes off its link is told of by pointerout.
    addEventListener("scroll", () => shown && place(shown.card, shown.link, shown.at), { passive: true });
  }
})();
