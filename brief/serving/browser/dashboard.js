// Keeps a page below /_brief/ fresh, and opens the places that are clicked at.
import { Editor } from "/_brief/editor.js";

const token = document.querySelector('meta[name="brief-token"]').content;
const editor = new Editor(token, document.getElementById("notices"));

document.addEventListener("click", (event) => {
  const opener = event.target.closest("button.open");
  if (!opener) return;
  const { path, line, column } = opener.dataset;
  editor.open({ path, line: Number(line), column: Number(column) });
});

// A choice is made at once; words are sent with Enter.
for (const choice of document.querySelectorAll("form select")) choice.addEventListener("change", () => choice.form.requestSubmit());

// What is live on this page is replaced where it has changed; what the person holds or has opened stays.
async function refresh() {
  const answer = await fetch(location.href, { cache: "no-store" });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const old of document.querySelectorAll(".live")) {
    const made = fresh.getElementById(old.id);
    const opened = [...old.querySelectorAll("details[open]")].map((one) => one.dataset.key);
    for (const one of made?.querySelectorAll("details") ?? []) one.open = opened.includes(one.dataset.key);
    if (!made || made.outerHTML === old.outerHTML) continue;
    const focused = old.contains(document.activeElement) ? [...old.querySelectorAll("a, button, summary")].indexOf(document.activeElement) : -1;
    old.replaceWith(made);
    if (focused >= 0) made.querySelectorAll("a, button, summary")[focused]?.focus();
  }
}

// A save's own page comes first: the whole archive is looked at once nothing more has happened for a moment.
let waiting = 0;
let stream = null;
let seen = null;
function listen() {
  stream?.close();
  stream = null;
  if (document.hidden) return;
  stream = new EventSource("/_brief/events");
  stream.addEventListener("message", (event) => {
    const isFirst = seen === null;
    seen = event.data;
    clearTimeout(waiting);
    waiting = setTimeout(() => refresh().catch(() => {}), isFirst ? 0 : 700);
  });
}
listen();
document.addEventListener("visibilitychange", listen);
addEventListener("pagehide", () => stream?.close());
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
