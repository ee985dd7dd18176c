// The writer's tools beside a page, in a shadow root: no theme's style reaches in, and none of theirs reaches out.
import { Bar } from "/_brief/bar.js";
import { Editor } from "/_brief/editor.js";
import { element } from "/_brief/elements.js";
import { Findings } from "/_brief/findings.js";
import { Passages, mark } from "/_brief/passages.js";

export async function start(token) {
  const sheet = new CSSStyleSheet();
  await sheet.replace(await (await fetch("/_brief/desk.css")).text());
  const host = element("brief-desk");
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet];
  const [panel, notices] = ["panel", "notices"].map((name) => element("div", "", name));
  const foot = element("aside", "", "foot");
  foot.setAttribute("aria-label", "brief serve");
  root.append(panel, notices, foot);
  document.documentElement.append(host);

  const path = decoded(location.pathname);
  const editor = new Editor(token, notices);
  const passages = new Passages(editor, path, () => bar.draw());
  const findings = new Findings(panel, editor, () => bar.draw());
  const bar = new Bar(foot, editor, findings, passages);
  bar.draw();

  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (!findings.isOpen) {
      if (bar.escape()) event.preventDefault();
      return;
    }
    const wasInside = panel.contains(root.activeElement);
    findings.close();
    if (wasInside) root.querySelector('[data-key="problems"]')?.focus();
  });

  async function ask(what) {
    const answer = await fetch(`/_brief/${what}?path=${encodeURIComponent(path)}`);
    return answer.json();
  }

  async function follow() {
    findings.show(await ask("findings"));
    const facts = await ask("page");
    mark(facts.marks);
    bar.show(facts);
  }

  return { follow };
}

function decoded(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
