// What is wrong, over the page: errors come by themselves, warnings wait behind a button.
import { button, counted, element, link } from "/_brief/elements.js";

export class Findings {
  // `area` is where the panel comes; `changed` is called when it comes or goes.
  constructor(area, editor, changed) {
    this.area = area;
    this.editor = editor;
    this.changed = changed;
    this.told = { ok: true, counts: {}, files: [], more: 0 };
    this.isOpen = false;
  }

  get words() {
    return counted(this.told.counts);
  }

  show(told) {
    const isNew = JSON.stringify(told.files) !== JSON.stringify(this.told.files) || told.ok !== this.told.ok;
    this.told = told;
    if (!this.words) this.isOpen = false;
    else if (!told.ok && isNew) this.isOpen = true;
    else if (told.ok && isNew && this.isOpen && !this.isAsked) this.isOpen = false;
    this.draw();
  }

  open() {
    this.isOpen = this.isAsked = true;
    this.draw();
    this.area.querySelector("button").focus();
  }

  close() {
    this.isOpen = this.isAsked = false;
    this.draw();
  }

  draw() {
    const focused = this.area.getRootNode().activeElement;
    const key = this.area.contains(focused) ? focused.dataset.key : null;
    this.area.replaceChildren(...(this.isOpen ? [this.panel()] : []));
    const again = key && [...this.area.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key);
    if (again) again.focus();
    this.changed();
  }

  panel() {
    const panel = element("section", "", this.told.ok ? "findings" : "findings broken");
    panel.setAttribute("role", this.told.ok ? "region" : "alert");
    panel.setAttribute("aria-label", "What is wrong");
    const close = keyed(button("Close", () => this.close()), "close");
    const all = keyed(link("All findings", "/_brief/lists/findings"), "all");
    panel.append(element("header", [element("h2", this.words), element("span", [all, close], "actions")]));
    if (!this.told.ok) {
      panel.append(element("p", "This is the last page that could be shown. It follows when this is mended."));
    }
    panel.append(...this.told.files.map((file) => this.file(file)));
    if (this.told.more) panel.append(element("p", `And ${this.told.more} more: "All findings" lists them.`));
    return panel;
  }

  file({ path, own, findings }) {
    const title = element("h3", [element("code", path), ...(own ? [element("span", "this page", "own")] : [])]);
    return element("article", [title, element("ol", findings.map((found) => this.finding(found)))]);
  }

  finding(found) {
    const place = `${found.path}:${found.line}:${found.column}`;
    const open = keyed(this.editor.button(place, found, "place"), `open ${place} ${found.code}`);
    const code = keyed(link(`${found.severity}[${found.code}]`, `/_brief/explain/${found.code}`, "code"), `why ${place} ${found.code}`);
    code.title = "What this means and how to mend it";
    const item = element("li", [element("p", [open, " ", code], "head"), element("p", found.message, "message")], found.severity);
    if (found.excerpt) item.append(excerpt(found));
    if (found.hint) item.append(element("p", found.hint, "hint"));
    return item;
  }
}

function excerpt({ line, excerpt: [before, marked, after] }) {
  return element("pre", [element("span", `${line}`, "number"), before, element("mark", marked), after]);
}

// Elements that are made anew and hold the focus get it back by their key.
function keyed(made, key) {
  made.dataset.key = key;
  return made;
}
