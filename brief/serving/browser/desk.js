// The writer's tools beside a page, in a shadow root: no theme's style reaches in, and none of theirs reaches out.
import { button, element } from "/_brief/elements.js";
import { Editor } from "/_brief/editor.js";
import { Findings } from "/_brief/findings.js";

export async function start(token) {
  const sheet = new CSSStyleSheet();
  await sheet.replace(await (await fetch("/_brief/desk.css")).text());
  const host = element("brief-desk");
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet];
  const [notices, panel, corner] = ["notices", "panel", "corner"].map((name) => element("div", "", name));
  root.append(panel, notices, corner);
  document.documentElement.append(host);

  const editor = new Editor(token, notices);
  const badge = button("", () => findings.open(), "badge");
  const findings = new Findings(panel, editor, () => {
    badge.textContent = findings.words;
    corner.replaceChildren(...(findings.words && !findings.isOpen ? [badge] : []));
  });

  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !findings.isOpen) return;
    const wasInside = panel.contains(root.activeElement);
    findings.close();
    if (wasInside) badge.focus();
  });

  async function follow() {
    const answer = await fetch(`/_brief/findings?path=${encodeURIComponent(decodeURI(location.pathname))}`);
    findings.show(await answer.json());
  }

  return { follow };
}
