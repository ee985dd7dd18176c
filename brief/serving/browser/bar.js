// The bar at the foot of a page: what it is made of, how it stands, and the way to its file.
import { button, counted, element, link, number, remember, remembered } from "/_brief/elements.js";

const KEY = "brief-bar";
const NARROW = matchMedia("(max-width: 40rem)");

export class Bar {
  constructor(area, editor, findings, passages) {
    Object.assign(this, { area, editor, findings, passages });
    this.facts = null;
    this.opened = "";
    this.isMarked = false;
    const kept = remembered(KEY);
    this.isFolded = kept ? kept === "folded" : NARROW.matches;
  }

  show(facts) {
    this.facts = facts;
    const item = facts.item;
    if (this.isMarked) this.passages.mark(item ? item.uncited.map((one) => one.id) : [], true);
    this.draw();
  }

  fold(isFolded) {
    this.isFolded = isFolded;
    this.opened = "";
    remember(KEY, isFolded ? "folded" : "open");
    this.draw("fold");
  }

  toggle(name) {
    this.opened = this.opened === name ? "" : name;
    this.draw(name);
  }

  // Closes what is open, and tells whether anything was.
  escape() {
    if (this.passages.isPointing) this.passages.point(false);
    else if (this.opened) this.toggle(this.opened);
    else return false;
    return true;
  }

  draw(focus) {
    const focused = this.area.getRootNode().activeElement;
    const key = focus ?? (this.area.contains(focused) ? focused.dataset.key : null);
    const parts = this.isFolded ? this.short() : this.long();
    const bar = element("div", parts, this.isFolded ? "bar folded" : "bar");
    const panel = this.panel();
    this.area.replaceChildren(element("div", [...(panel ? [panel] : []), bar], "dock"));
    const again = key && this.area.querySelector(`[data-key="${key}"]`);
    if (again) again.focus();
    // The end of the page stays in sight above the bar.
    this.area.style.height = `${bar.offsetHeight}px`;
  }

  short() {
    return [...this.badges(), this.problems(), this.folding("Show the bar", "▴")];
  }

  long() {
    const item = this.facts?.item;
    return [
      ...(item ? [this.editor.button(element("bdi", item.path), item, "file"), ...this.badges(), ...this.figures(item)] : []),
      ...(this.facts && !item ? [element("span", "A page of many files", "quiet")] : []),
      element(
        "span",
        [
          this.problems(),
          ...(item ? [this.pointing()] : []),
          link("Dashboard", "/_brief/"),
          this.folding("Fold the bar", "▾"),
        ],
        "end",
      ),
    ];
  }

  badges() {
    return (this.facts?.item?.badges ?? []).map((words) => element("span", words, "state"));
  }

  figures(item) {
    const { sources, uncited, backlinks, links } = item;
    const length = `${number(item.words, "word")} · ${item.minutes} min`;
    const never = sources?.uncited.length ? `, ${sources.uncited.length} never cited` : "";
    return [
      element("span", length, "quiet"),
      ...(sources ? [this.figure("sources", number(sources.count, "source") + never, sources.uncited.length)] : []),
      ...(sources ? [this.figure("uncited", `${uncited.length} uncited`, uncited.length)] : []),
      this.figure("backlinks", number(backlinks.count, "backlink"), backlinks.count, true),
      ...(links.length ? [this.figure("links", number(links.length, "broken link"), links.length)] : []),
    ];
  }

  // A figure with a list behind it, where there is anything to list.
  figure(name, words, count, isGood = false) {
    if (!count) return element("span", words, "quiet");
    const made = button(words, () => this.toggle(name), isGood ? "" : "lack");
    made.dataset.key = name;
    made.setAttribute("aria-expanded", String(this.opened === name));
    return made;
  }

  problems() {
    const words = this.findings.words;
    if (!words || this.findings.isOpen) return element("span", words ? "" : "Nothing is wrong", words ? "" : "quiet good");
    const made = button(words, () => this.findings.open(), this.findings.told.ok ? "problems" : "problems broken");
    made.dataset.key = "problems";
    return made;
  }

  pointing() {
    const made = button("Point", () => this.passages.point(!this.passages.isPointing));
    made.dataset.key = "point";
    made.setAttribute("aria-label", "Point at a paragraph");
    made.title = "Click at a paragraph, and it opens in your editor; so it does with Alt at any time";
    made.setAttribute("aria-pressed", String(this.passages.isPointing));
    return made;
  }

  folding(words, sign) {
    const made = button(sign, () => this.fold(!this.isFolded), "fold");
    made.dataset.key = "fold";
    made.setAttribute("aria-label", words);
    made.setAttribute("aria-expanded", String(!this.isFolded));
    return made;
  }

  panel() {
    const item = this.facts?.item;
    if (!this.opened || !item || this.isFolded) return null;
    const [title, rows] = this.list(item);
    if (!rows.length) return null;
    const close = button("Close", () => this.toggle(this.opened));
    const panel = element("section", [element("header", [element("h2", title), ...this.marking(item), close]), element("ol", rows)], "list");
    panel.setAttribute("aria-label", title);
    return panel;
  }

  list(item) {
    switch (this.opened) {
      case "sources":
        return ["Sources that the text never cites", item.sources.uncited.map((one) => this.row([element("span", one.title)], one))];
      case "uncited":
        return ["Passages that cite nothing", item.uncited.map((one) => this.passage(one))];
      case "backlinks": {
        const { count, listed } = item.backlinks;
        const rows = listed.map((one) => element("li", [link(one.title, one.href)]));
        if (count > listed.length) rows.push(element("li", `And ${number(count - listed.length, "other")}.`));
        return ["What links here", rows];
      }
      default:
        return ["Links that lead nowhere", item.links.map((one) => this.row([element("span", one.message)], one))];
    }
  }

  row(content, place) {
    const open = this.editor.button(`${place.path}:${place.line}`, place, "place");
    return element("li", [...content, open]);
  }

  passage(one) {
    const show = button(one.words, () => this.passages.show(one.id), "words");
    show.title = "Show it in the page";
    const open = button("Open in editor", () => this.passages.open(document.getElementById(one.id)), "place");
    open.setAttribute("aria-label", `Open in editor: ${one.words}`);
    return element("li", [show, open]);
  }

  marking(item) {
    if (this.opened !== "uncited") return [];
    const made = button("Mark all", () => {
      this.isMarked = !this.isMarked;
      this.passages.mark(item.uncited.map((one) => one.id), this.isMarked);
      this.draw("mark");
    });
    made.dataset.key = "mark";
    made.setAttribute("aria-pressed", String(this.isMarked));
    return [made];
  }
}
