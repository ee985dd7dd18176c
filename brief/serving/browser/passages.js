// From a passage of the page to its line: Alt-click, or a click while pointing is on. Marks those that cite nothing.
import { element } from "/_brief/elements.js";

const STYLE = `
  [data-brief-mark~="uncited"] { outline: 2px dashed #c98a00; outline-offset: 3px; }
  [data-brief-mark~="found"] { outline: 3px solid #c98a00; outline-offset: 3px; }
  [data-brief-pointing] { cursor: crosshair; }
  [data-brief-pointing] :is(p, li, h1, h2, h3, h4, h5, h6, pre, table, blockquote):hover { outline: 2px solid #3b82d0; outline-offset: 2px; }
  @media print { [data-brief-mark] { outline: none; } }
`;

export class Passages {
  constructor(editor, path, changed) {
    this.editor = editor;
    this.path = path;
    this.changed = changed;
    this.isPointing = false;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    document.adoptedStyleSheets.push(sheet);
    // Before the page's own scripts see the click, and before the browser takes Alt for a download.
    document.addEventListener("click", (event) => this.clicked(event), true);
  }

  clicked(event) {
    if (!(event.altKey || this.isPointing) || event.button !== 0) return;
    if (event.composedPath().some((one) => one.localName === "brief-desk")) return;
    event.preventDefault();
    event.stopPropagation();
    this.open(event.target);
  }

  point(isPointing) {
    this.isPointing = isPointing;
    document.documentElement.toggleAttribute("data-brief-pointing", isPointing);
    this.changed();
  }

  // Asked when it is needed, and of the file as it is then.
  async open(target) {
    try {
      const answer = await fetch(`/_brief/lines?path=${encodeURIComponent(this.path)}`);
      const { path, line, lines } = await answer.json();
      if (!path) this.editor.say("This page is made of many files; open one of its items first.", this.path, true);
      else await this.editor.open({ path, line: lines[passage(target, lines)] ?? line });
    } catch {
      this.editor.say("The server does not answer. Is `brief serve` still running?", this.path, true);
    }
  }

  mark(idents, isMarked) {
    for (const ident of idents) tell(document.getElementById(ident), "uncited", isMarked);
  }

  show(ident) {
    for (const one of document.querySelectorAll('[data-brief-mark~="found"]')) tell(one, "found", false);
    const passage = document.getElementById(ident);
    if (!passage) return;
    tell(passage, "found", true);
    passage.scrollIntoView({ block: "center" });
  }
}

function tell(passage, word, isSo) {
  if (!passage) return;
  const words = new Set((passage.dataset.briefMark ?? "").split(" ").filter(Boolean));
  words[isSo ? "add" : "delete"](word);
  if (words.size) passage.dataset.briefMark = [...words].join(" ");
  else delete passage.dataset.briefMark;
}

// The address of the passage that `target` is in, or of the one before it, as for code and tables.
function passage(target, lines) {
  const has = (one) => one.id && Object.hasOwn(lines, one.id);
  for (let one = target; one; one = one.parentElement) if (has(one)) return one.id;
  const before = [...document.querySelectorAll("[id]")].filter(
    (one) => has(one) && one.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  return before.at(-1)?.id;
}

// Badges beside links to drafts and the like, each in a shadow root of its own, where no theme's style reaches.
export function mark(marks) {
  for (const old of document.querySelectorAll("brief-badge")) old.remove();
  for (const link of document.querySelectorAll("main a[href], article a[href]")) {
    const words = link.pathname && link.origin === location.origin && marks[link.getAttribute("href").split(/[?#]/)[0]];
    if (!words || link.pathname === location.pathname || !link.textContent.trim()) continue;
    const badge = element("brief-badge");
    const root = badge.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      :host { all: initial; color-scheme: inherit; margin-inline-start: 0.4em; }
      @media print { :host { display: none; } }
      span { display: inline-block; font: 600 11px/1.5 system-ui, sans-serif; padding: 0 6px; margin-inline-end: 3px;
        border-radius: 99px; background: #6b4a00; color: #fff; vertical-align: middle; white-space: nowrap; }
    `);
    root.adoptedStyleSheets = [sheet];
    root.append(...words.map((word) => element("span", word)));
    link.after(badge);
  }
}
