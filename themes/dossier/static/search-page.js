// The search page: results below the field as one types, in the address too, so that a search can be kept and sent.
const STEP = 10;
const PAUSE = 150;
const SLOW = 500; // whoever waits longer is told that something is under way
const form = document.querySelector("form.search");
const { element, open } = await import(form.dataset.engine).catch((fault) => {
  document.querySelector(".search-status").textContent = form.dataset.failed;
  throw fault;
});
const list = document.querySelector(".results");
const status = document.querySelector(".search-status");
const more = document.querySelector(".search-more");
const field = form.elements.q;
let want = STEP;
let turn = 0;
let timer = 0;

function asked() {
  const values = Object.fromEntries([...new FormData(form)].map(([key, value]) => [key, value.trim()]).filter(([, value]) => value));
  const { q = "", ...filters } = values;
  return { q, filters };
}

function foreign(lang) {
  return lang === document.documentElement.lang ? {} : { lang, dir: "auto" };
}

function excerpt(runs, lang) {
  const made = element("p", "", { class: "result-excerpt", ...foreign(lang) });
  made.append(...runs.map(({ text, isMarked }) => (isMarked ? element("mark", text) : text)));
  return made;
}

function entry({ href, title, date, kind, lang, excerpt: runs, sections }) {
  const item = element("li", "", { class: kind ? "result result-subject" : "result" });
  const heading = element("h2", "", { class: "result-title" });
  heading.append(element("a", title, { href, ...foreign(lang) }));
  item.append(heading);
  if (kind || date) item.append(element("p", kind || date, { class: "result-meta" }));
  if (runs.length) item.append(excerpt(runs, lang));
  if (sections.length && !kind) {
    const line = element("p", `${form.dataset.in} `, { class: "result-sections" });
    sections.forEach((section, place) => line.append(place ? ", " : "", element("a", section.title, { href: section.href, ...foreign(lang) })));
    item.append(line);
  }
  return item;
}

function said(found, isWhole) {
  if (!found) return form.dataset.none;
  const number = new Intl.NumberFormat(document.documentElement.lang).format(found);
  return (isWhole ? form.dataset.some : form.dataset.many).replace("{number}", number);
}

async function show() {
  const now = ++turn;
  const { q, filters } = asked();
  const query = new URLSearchParams({ ...(q && { q }), ...filters }).toString();
  history.replaceState(null, "", query ? `?${query}` : location.pathname);
  document.body.classList.toggle("is-searching", Boolean(query));
  if (!query) {
    list.replaceChildren();
    status.textContent = "";
    more.hidden = true;
    return;
  }
  const busy = setTimeout(() => now === turn && (status.textContent = form.dataset.busy), SLOW);
  try {
    const searcher = await open(form.dataset.index, document.documentElement.lang);
    const found = await searcher.search(q, filters, want);
    const results = await Promise.all([...found.subjects.slice(0, 3), ...found.briefings].map((result) => result.data()));
    if (now !== turn) return;
    list.replaceChildren(...results.map(entry));
    status.textContent = said(found.isWhole ? found.total + Math.min(3, found.subjects.length) : results.length, found.isWhole);
    more.hidden = !found.more;
  } catch {
    if (now === turn) status.textContent = form.dataset.failed;
  } finally {
    clearTimeout(busy);
  }
}

function again(pause) {
  want = STEP;
  clearTimeout(timer);
  timer = setTimeout(show, pause);
}

for (const [key, value] of new URLSearchParams(location.search)) {
  const control = form.elements[key];
  if (control instanceof HTMLSelectElement || control instanceof HTMLInputElement) control.value = value;
}
field.addEventListener("input", () => again(PAUSE));
form.addEventListener("change", (event) => event.target !== field && again(0));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  again(0);
});
form.addEventListener("reset", () => again(0));
more.addEventListener("click", async () => {
  const links = () => [...list.querySelectorAll(".result-title a")];
  const before = new Set(links().map(({ href }) => href));
  want += STEP;
  await show();
  // Whoever pressed the button reads on with the first result that is new.
  (links().find(({ href }) => !before.has(href)) ?? field).focus();
});
if (location.search) show();
else field.focus();
