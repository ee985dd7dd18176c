// Keeps a page of `brief serve` fresh: reloads it when it changed, and shows what is wrong over the last good one.
// Whatever comes from the content is set as text, never as HTML.
(() => {
  "use strict";

  const etag = document.currentScript.dataset.etag;
  const style = `
    :host { all: initial; }
    section {
      position: fixed; inset: auto 0 0 0; z-index: 2147483647; box-sizing: border-box; max-height: 70vh;
      overflow: auto; padding: 1rem clamp(1rem, 4vw, 2.5rem) 1.5rem; background: #1b1412; color: #f6efe8;
      border-top: 4px solid #e5533d; font: 15px/1.5 system-ui, sans-serif;
    }
    header { display: flex; gap: 1rem; align-items: baseline; justify-content: space-between; }
    h2 { margin: 0; font-size: 1.0625rem; }
    button { font: inherit; color: inherit; background: none; border: 1px solid #8a7a70; border-radius: 4px; padding: 0.25rem 0.75rem; }
    button:focus-visible { outline: 3px solid #f0a48f; }
    p { margin: 0.25rem 0 0; color: #cbbfb5; }
    ol { list-style: none; margin: 0.75rem 0 0; padding: 0; display: grid; gap: 0.75rem; }
    li { padding-left: 0.75rem; border-left: 3px solid #e5533d; overflow-wrap: anywhere; }
    li.warning { border-color: #c9a13b; }
    code { font: 13px/1.5 ui-monospace, monospace; color: #f0c9bd; }
    .hint { color: #cbbfb5; }
  `;

  let overlay = null;

  function element(name, text, className) {
    const made = document.createElement(name);
    made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function clear() {
    if (overlay) overlay.remove();
    overlay = null;
  }

  function entry(found) {
    const item = document.createElement("li");
    item.className = found.severity;
    const place = `${found.path}:${found.line}:${found.column}`;
    item.append(element("code", `${place}  ${found.severity}[${found.code}]`), element("div", found.message));
    if (found.hint) item.append(element("div", found.hint, "hint"));
    return item;
  }

  function show(diagnostics) {
    clear();
    overlay = document.createElement("brief-overlay");
    const root = overlay.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];

    const panel = document.createElement("section");
    panel.setAttribute("role", "alert");
    panel.setAttribute("aria-label", "What is wrong");
    const errors = diagnostics.filter((found) => found.severity === "error").length;
    const title = element("h2", errors === 1 ? "1 error" : `${errors || diagnostics.length} ${errors ? "errors" : "findings"}`);
    const close = element("button", "Close");
    close.addEventListener("click", clear);
    const head = document.createElement("header");
    head.append(title, close);
    const list = document.createElement("ol");
    list.append(...diagnostics.map(entry));
    panel.append(head, element("p", "This is the last page that could be shown. It follows when this is mended."), list);
    root.append(panel);
    document.documentElement.append(overlay);
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") clear();
  });

  async function refresh() {
    const answer = await fetch(location.pathname + location.search, { method: "HEAD", cache: "no-store" });
    if ((answer.headers.get("etag") || "") !== `"${etag}"`) location.reload();
  }

  const stream = new EventSource("/_brief/events");
  stream.addEventListener("message", (event) => {
    const state = JSON.parse(event.data);
    if (state.ok) {
      clear();
      refresh().catch(() => {});
    } else {
      show(state.diagnostics);
    }
  });
  // An open stream would keep a page out of the browser's back-forward cache, and its connection busy.
  addEventListener("pagehide", () => stream.close());
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
})();
