// What the search field of every page shows while one types: subjects and briefings that fit.
const WANTED = 5;
const PAUSE = 120;

/** Show results below a search form's field. `engine` is the module that searches. */
export function attach(form, { element, open }) {
  const field = form.querySelector("input");
  const list = element("ul", "", { id: "found", role: "listbox", "aria-label": form.dataset.results, class: "found-list" });
  const status = element("p", "", { role: "status", class: "visually-hidden" });
  let active = -1;
  let turn = 0;
  let timer = 0;

  list.hidden = true;
  form.append(list, status);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-controls", "found");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");

  const options = () => [...list.querySelectorAll("[role=option]")];

  function close() {
    clearTimeout(timer);
    turn += 1;
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    mark(-1);
  }

  function mark(number) {
    active = number;
    options().forEach((option, place) => option.setAttribute("aria-selected", String(place === number)));
    if (number < 0) field.removeAttribute("aria-activedescendant");
    else {
      field.setAttribute("aria-activedescendant", `found-${number}`);
      options()[number].scrollIntoView({ block: "nearest" });
    }
  }

  function entry({ href, title, kind, date, lang }, number) {
    const item = element("li", "", { role: "presentation" });
    const foreign = lang === document.documentElement.lang ? {} : { lang, dir: "auto" };
    const option = element("a", "", { href, role: "option", id: `found-${number}`, tabindex: "-1", "aria-selected": "false" });
    option.append(element("span", title, { class: "found-title", ...foreign }), element("span", kind || date, { class: "found-meta" }));
    item.append(option);
    return item;
  }

  async function show() {
    const words = field.value.trim();
    const now = ++turn;
    if (!words) return close();
    try {
      const searcher = await open(form.dataset.index, document.documentElement.lang);
      const { subjects, briefings } = await searcher.search(words, {}, WANTED);
      const found = await Promise.all([...subjects.slice(0, 3), ...briefings].map((result) => result.data()));
      if (now !== turn) return;
      const all = { href: `${form.action}?q=${encodeURIComponent(words)}`, title: form.dataset.all, kind: "", date: "", lang: document.documentElement.lang };
      list.replaceChildren(...[...found, all].map(entry));
      list.hidden = false;
      field.setAttribute("aria-expanded", "true");
      mark(-1);
      status.textContent = found.length ? form.dataset.some.replace("{number}", found.length) : form.dataset.none;
    } catch {
      close();
    }
  }

  function move(step) {
    const count = options().length;
    if (!count || list.hidden) return show();
    mark(active < 0 ? (step > 0 ? 0 : count - 1) : (active + step + count) % count);
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, PAUSE);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      options()[active].click();
    }
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) close();
  });
  // A press on an option must not take the focus away before it is a click.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  if (field.value.trim()) show();
}
