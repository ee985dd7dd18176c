// Filters the list of sources in the reader's browser, out of the records that the site keeps by year.
(() => {
  "use strict";
  const MOST = 200;
  const form = document.querySelector("form.filters");
  const status = form.querySelector("[role=status]");
  const found = document.querySelector(".found");
  const all = document.querySelector(".all");
  const loaded = new Map();
  let turn = 0;

  function records(address) {
    if (!loaded.has(address)) {
      const answer = fetch(address).then((response) => {
        if (!response.ok) throw new Error(response.statusText);
        return response.json();
      });
      answer.catch(() => loaded.delete(address));
      loaded.set(address, answer);
    }
    return loaded.get(address);
  }

  function element(name, text, attributes = {}) {
    const made = document.createElement(name);
    made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) if (value) made.setAttribute(key, value);
    return made;
  }

  function link([text, href, lang], rel) {
    const language = lang ? { lang, dir: "auto" } : {};
    return href ? element("a", text, { href, rel, ...language }) : element("span", text, language);
  }

  function entry(record) {
    const item = document.createElement("li");
    const title = element("p", "", { class: "source-title" });
    const outlet = element("span", "", { class: "source-outlet" });
    outlet.append(link(record.outlet));
    const cite = document.createElement("cite");
    cite.append(link(record.title, "external"));
    title.append(outlet, ": ", cite);
    const meta = element("p", "", { class: "source-meta" });
    record.meta.forEach((part) => meta.append(element("span", part), " "));
    const briefings = element("p", `${form.dataset.in} `, { class: "source-meta" });
    record.briefings.forEach((briefing, index) => briefings.append(index ? ", " : "", link(briefing)));
    item.append(title, meta, briefings);
    return item;
  }

  function fits(record, wanted) {
    return Object.entries(wanted).every(([key, value]) => (key === "g" ? record.g.includes(value) : record[key] === value));
  }

  function shards(wanted) {
    const addresses = form.dataset.records.split("\n");
    return wanted.y ? addresses.filter((address) => address.endsWith(`/${wanted.y}.json`)) : addresses;
  }

  async function show() {
    const now = ++turn;
    const wanted = Object.fromEntries([...new FormData(form)].filter(([, value]) => value));
    const query = new URLSearchParams(wanted).toString();
    history.replaceState(null, "", query ? `?${query}` : location.pathname);
    const isFiltered = Object.keys(wanted).length > 0;
    status.textContent = "";
    if (!isFiltered) {
      found.hidden = true;
      all.hidden = false;
      return;
    }
    const matching = [];
    try {
      for (const address of shards(wanted)) {
        matching.push(...(await records(address)).filter((record) => fits(record, wanted)));
        if (now !== turn) return;
        if (matching.length > MOST) break;
      }
    } catch {
      if (now === turn) status.textContent = form.dataset.failed;
      return;
    }
    found.replaceChildren(...matching.slice(0, MOST).map(entry));
    found.hidden = false;
    all.hidden = true;
    if (!matching.length) status.textContent = form.dataset.none;
    if (matching.length > MOST) status.textContent = form.dataset.more;
  }

  for (const [key, value] of new URLSearchParams(location.search)) {
    const field = form.elements[key];
    if (field instanceof HTMLSelectElement) field.value = value;
  }
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(show));
  if (location.search) show();
})();
