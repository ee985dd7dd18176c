// Searches the archive: Pagefind's index, in shards that are loaded as far as a search needs them, the latest first.
const LETTERS = 4; // as in the directories of words
const HOME_FIRST = 1.2; // what is in the reader's language counts this much more

let opened = null;

/** The searcher of an index, made once a page. `address` is that of the list of its parts, `lang` the page's language. */
export function open(address, lang) {
  opened ??= load(address).then((list) => new Searcher(list, lang));
  opened.catch(() => (opened = null));
  return opened;
}

async function load(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

class Searcher {
  constructor(list, lang) {
    this.lang = lang;
    this.languages = Object.entries(list)
      .map(([code, entry]) => new Language(code, entry))
      .sort((one, other) => (other.code === lang) - (one.code === lang));
  }

  /**
   * Up to `want` briefings, and subjects whose names or descriptions fit.
   * `filters` are values by `tag`, `outlet`, `year` and `language`. `isWhole` tells whether all shards were looked at.
   */
  async search(words, filters, want) {
    const chosen = this.languages.filter(({ code }) => !filters.language || filters.language === code);
    const isFiltered = Object.keys(filters).length > 0;
    if (!words && !isFiltered) return { subjects: [], briefings: [], isWhole: true };
    const all = this.languages.length > 1 ? { ...filters, edition: this.lang } : filters;
    const waiting = chosen.flatMap((language) => language.waiting(filters.year));
    waiting.sort((one, other) => other.shard.last - one.shard.last);
    const subjects = isFiltered ? [] : await this.subjects(words);
    let briefings = await this.briefings(chosen, words, all);
    while (briefings.length < want && waiting.length) {
      const next = waiting.shift();
      // The first shard tells whether a word is common; only a rare one is worth a look into the others' directories.
      if (next.language.hasAny && !(await next.language.mayHold(next.shard, words))) continue;
      await next.language.merge(next.shard);
      briefings = await this.briefings(chosen, words, all);
    }
    return { subjects, briefings: briefings.slice(0, want), more: briefings.length > want || waiting.length > 0, total: briefings.length, isWhole: !waiting.length };
  }

  async subjects(words) {
    const [home] = this.languages;
    const found = await home.find(words, {});
    return found.filter(({ id }) => id.startsWith("s"));
  }

  async briefings(languages, words, filters) {
    const found = await Promise.all(languages.map((language) => language.find(words, filters)));
    return found
      .flat()
      .filter(({ id }) => id.startsWith("b"))
      .sort((one, other) => this.weight(other) - this.weight(one));
  }

  weight({ score, lang }) {
    return lang === this.lang ? score * HOME_FIRST : score;
  }
}

class Language {
  constructor(code, { folder, tag, shards }) {
    this.code = code;
    this.folder = folder;
    this.tag = tag;
    this.shards = shards.map(([path, first, last, mark]) => ({ path, first, last, mark, isMerged: false }));
    this.directories = new Map();
    this.instance = null;
  }

  get hasAny() {
    return this.shards.some((shard) => shard.isMerged);
  }

  waiting(year) {
    return this.shards
      .filter((shard) => !shard.isMerged && (!year || (shard.first <= year && year <= shard.last)))
      .map((shard) => ({ language: this, shard }));
  }

  // Each language has a program of its own, since its stemmer is part of it; the query tells the modules apart.
  engine() {
    this.instance ??= import(`${this.folder}pagefind.js?${this.code}`).then(async (module) => {
      const instance = module.createInstance({ basePath: this.folder, noWorker: true, metaCacheTag: this.tag });
      await instance.init();
      return instance;
    });
    this.instance.catch(() => (this.instance = null));
    return this.instance;
  }

  async merge(shard) {
    const engine = await this.engine();
    if (shard.isMerged) return;
    shard.isMerged = true;
    await engine.mergeIndex(this.folder + shard.path, { metaCacheTag: shard.mark });
  }

  async find(words, filters) {
    const engine = await this.engine();
    const { results } = await engine.search(words || null, { filters });
    return results.map((result) => ({ id: result.id, score: result.score, lang: this.code, data: () => read(result, this.code) }));
  }

  /** Whether a shard may have all of the words: whatever is in doubt is yes. */
  async mayHold(shard, words) {
    const wanted = (words || "")
      .split(/\s+/u)
      .map((word) => fold(word).replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ""))
      .filter((word) => word.length >= LETTERS && /^[\p{L}\p{N}]+$/u.test(word))
      .map((word) => [...word].slice(0, LETTERS).join(""));
    const found = await Promise.all(wanted.map((beginning) => this.hasBeginning(shard, beginning)));
    return found.every(Boolean);
  }

  async hasBeginning(shard, beginning) {
    const address = `${this.folder}${shard.path}words/${beginning.codePointAt(0).toString(16)}.txt?${shard.mark}`;
    if (!this.directories.has(address)) {
      const listed = fetch(address).then(async (answer) => {
        if (answer.ok) return new Set((await answer.text()).split(" "));
        if (answer.status === 404) return new Set();
        throw new Error(`${address}: ${answer.status}`);
      });
      listed.catch(() => this.directories.delete(address));
      this.directories.set(address, listed);
    }
    return (await this.directories.get(address)).has(beginning);
  }
}

function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

async function read(result, lang) {
  const { meta, excerpt, sub_results: parts } = await result.data();
  const sections = (parts ?? [])
    .filter((part) => part.anchor)
    .slice(0, 3)
    .map((part) => ({ href: `${meta.href}#${part.anchor.id}`, title: part.title }));
  return { href: meta.href, title: meta.title, date: meta.date ?? "", kind: meta.kind ?? "", lang, excerpt: runs(excerpt), sections };
}

/** An excerpt as runs of text, marked or not: nothing of it is ever read as HTML. */
function runs(excerpt) {
  return excerpt
    .split(/(<mark>.*?<\/mark>)/u)
    .filter(Boolean)
    .map((run) => {
      const isMarked = run.startsWith("<mark>");
      const text = isMarked ? run.slice(6, -7) : run;
      return { text: text.replaceAll("&lt;", "<").replaceAll("&gt;", ">"), isMarked };
    });
}

/** An element with text and attributes; those without a value are left out. */
export function element(name, text = "", attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) if (value) made.setAttribute(key, value);
  return made;
}
