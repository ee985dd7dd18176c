// Keeps a page of `brief serve` fresh: reloads it when it changed, and shows what is wrong over the last good one.
// Whatever comes from the content is set as text, never as HTML.
(() => {
  "use strict";

  const { etag, lists } = document.currentScript.dataset;
  const style = `
    :host { all: initial; }
    @media print { :host { display: none; } }
    section, .badge {
      position: fixed; z-index: 2147483647; box-sizing: border-box; background: #1b1412; color: #f6efe8;
      font: 15px/1.5 system-ui, sans-serif;
    }
    section {
      inset: auto 0 0 0; max-height: 70vh; overflow: auto; padding: 1rem clamp(1rem, 4vw, 2.5rem) 1.5rem;
      border-top: 4px solid #e5533d;
    }
    .badge { inset: auto 1rem 1rem auto; }
    header { display: flex; gap: 1rem; align-items: baseline; justify-content: space-between; }
    h2 { margin: 0; font-size: 1.0625rem; }
    button { font: inherit; color: inherit; background: none; border: 1px solid #8a7a70; border-radius: 4px; padding: 0.25rem 0.75rem; }
    button:focus-visible { outline: 3px solid #f0a48f; }
    p { margin: 0.25rem 0 0; color: #cbbfb5; }
    ol { list-style: none; margin: 0.75rem 0 0; padding: 0; display: grid; gap: 0.75rem; }
    li { padding-left: 0.75rem; border-left: 3px solid #e5533d; overflow-wrap: anywhere; }
    li.warning { border-color: #c9a13b; }
    li.note { border-color: #6b9bd1; }
    code { font: 13px/1.5 ui-monospace, monospace; color: #f0c9bd; }
    .hint { color: #cbbfb5; }
  `;

  let overlay = null;
  let shown = { ok: true, counts: {}, diagnostics: [] };

  function element(name, text, className) {
    const made = document.createElement(name);
    made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function button(text, act, className) {
    const made = element("button", text, className);
    made.addEventListener("click", act);
    return made;
  }

  // The site's own style and scripts don't reach into a shadow root.
  function put(content) {
    clear();
    overlay = document.createElement("brief-overlay");
    const root = overlay.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
    root.append(content);
    document.documentElement.append(overlay);
  }

  function clear() {
    if (overlay) overlay.remove();
    overlay = null;
  }

  // "2 errors, 1 warning"
  function counted(counts) {
    return ["error", "warning", "note"]
      .map((severity) => [counts[severity] || 0, severity])
      .filter(([number]) => number)
      .map(([number, severity]) => `${number} ${severity}${number === 1 ? "" : "s"}`)
      .join(", ");
  }

  function entry(found) {
    const item = document.createElement("li");
    item.className = found.severity;
    const place = `${found.path}:${found.line}:${found.column}`;
    item.append(element("code", `${place}  ${found.severity}[${found.code}]`), element("div", found.message));
    if (found.hint) item.append(element("div", found.hint, "hint"));
    return item;
  }

  function expand() {
    const panel = document.createElement("section");
    panel.setAttribute("role", shown.ok ? "region" : "alert");
    panel.setAttribute("aria-label", "What is wrong");
    const head = document.createElement("header");
    head.append(element("h2", counted(shown.counts)), button("Close", collapse));
    const list = document.createElement("ol");
    list.append(...shown.diagnostics.map(entry));
    panel.append(head);
    if (!shown.ok) panel.append(element("p", "This is the last page that could be shown. It follows when this is mended."));
    panel.append(list);
    const more = Object.values(shown.counts).reduce((sum, number) => sum + number, 0) - shown.diagnostics.length;
    if (more > 0) panel.append(element("p", `And ${more} more: "brief check" tells them all.`));
    put(panel);
  }

  function collapse() {
    if (shown.diagnostics.length) put(button(counted(shown.counts), expand, "badge"));
    else clear();
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && overlay) collapse();
  });

  async function refresh() {
    const answer = await fetch(location.pathname + location.search, { method: "HEAD", cache: "no-store" });
    if (answer.headers.get("etag") !== `"${etag}"`) location.reload();
  }

  function follow(state) {
    if (!state.version) return; // a server that was just started has built nothing, and what is open here stays
    shown = state;
    if (!lists) (state.ok ? collapse : expand)();
    if (state.ok || lists) refresh().catch(() => {});
  }

  // A browser opens few connections to one server (six, in HTTP/1.1), so only tabs that are seen keep one.
  let stream = null;
  function listen() {
    if (stream) stream.close();
    stream = null;
    if (document.hidden) return;
    stream = new EventSource("/_brief/events");
    stream.addEventListener("message", (event) => follow(JSON.parse(event.data)));
  }
  listen();
  document.addEventListener("visibilitychange", listen);
  // An open stream would keep a page out of the browser's back-forward cache, too.
  addEventListener("pagehide", () => stream && stream.close());
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
})();
