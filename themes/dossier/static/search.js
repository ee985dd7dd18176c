// Searches the archive: Pagefind's index, in shards that are loaded as far as a search needs them, the latest first.
const LETTERS = 4; // as in the directories of words
const LONG = 8; // a shorter word may lose all but its first three letters to grammar
const STEM = 3;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;
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
    let waiting = chosen.flatMap((language) => language.waiting(filters.year)).reverse();
    waiting.sort((one, other) => other.shard.last - one.shard.last);
    const subjects = isFiltered ? [] : await this.subjects(words);
    let briefings = await this.briefings(chosen, words, all);
    // The latest shard tells whether a word is common; for a rare one all others' directories are asked at once.
    for (let turn = 0; briefings.length < want && waiting.length; turn += 1) {
      if (turn === 1) waiting = await holding(waiting, words, filters);
      const [next] = turn ? waiting.splice(0, 1) : await holding(waiting.splice(0, 1), words, filters);
      if (!next) continue;
      await next.language.merge(next.shard);
      briefings = await this.briefings(chosen, words, all);
    }
    return { subjects, briefings: briefings.slice(0, want), more: briefings.length > want || waiting.length > 0, total: briefings.length, isWhole: !waiting.length };
  }

  async subjects(words) {
    const [home] = this.languages;
    if (!(await home.mayHold({ path: "", mark: home.tag }, words))) return [];
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

/** Those of the shards that may have all words, and what is filtered by. */
async function holding(waiting, words, filters) {
  const answers = await Promise.all(waiting.map(({ language, shard }) => language.mayHold(shard, words, filters)));
  return waiting.filter((_, place) => answers[place]);
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
    try {
      await engine.mergeIndex(this.folder + shard.path, { metaCacheTag: shard.mark });
    } catch (fault) {
      // Pagefind keeps what it could not load, and would fail from then on: it begins anew.
      this.instance = null;
      for (const one of this.shards) one.isMerged = false;
      throw fault;
    }
  }

  async find(words, filters) {
    const engine = await this.engine();
    const { results } = await engine.search(words || null, { filters });
    return results.map((result) => ({ id: result.id, score: result.score, lang: this.code, data: () => read(result, this.code) }));
  }

  /** Whether a shard may have all of the words, and some text of the tag and the outlet: what is in doubt is yes. */
  async mayHold(shard, words, { tag, outlet } = {}) {
    const beginnings = (words || "")
      .split(/\s+/u)
      .map((word) => fold(word).replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ""))
      .filter((word) => /^[\p{L}\p{N}]+$/u.test(word) && !UNSPACED.test(word))
      .map((word) => [...word].slice(0, isInflected(word) ? STEM : LETTERS).join(""));
    const found = await Promise.all([
      ...beginnings.map((beginning) => this.hasBeginning(shard, beginning)),
      ...Object.entries({ tag, outlet }).map(([name, value]) => !value || this.hasFilter(shard, `${name}=${value}`)),
    ]);
    return found.every(Boolean);
  }

  async hasBeginning(shard, beginning) {
    const listed = await this.directory(shard, beginning.codePointAt(0).toString(16));
    return listed.has(beginning) || [...listed].some((known) => known.startsWith(beginning));
  }

  async hasFilter(shard, pair) {
    return (await this.directory(shard, "filters")).has(pair);
  }

  /** What a bundle lists under a name: nothing where it has no such list, which some hosts answer with 403. */
  directory(shard, name) {
    const address = `${this.folder}${shard.path}words/${name}.txt?${shard.mark}`;
    if (!this.directories.has(address)) {
      const listed = fetch(address).then(async (answer) => {
        if (answer.ok) return new Set((await answer.text()).split(" "));
        if ([403, 404, 410].includes(answer.status)) return new Set();
        throw new Error(`${address}: ${answer.status}`);
      });
      listed.catch(() => this.directories.delete(address));
      this.directories.set(address, listed);
    }
    return this.directories.get(address);
  }
}

/** Whether grammar may have left but a few letters of a word: not of a number, nor of a long one. */
function isInflected(word) {
  return [...word].length < LONG && !/\p{N}/u.test(word);
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
  return { href: meta.href, title: meta.title, date: inWords(meta.date), kind: meta.kind ?? "", lang, excerpt: runs(excerpt), sections };
}

/** A day (ISO 8601) in the words of the page's language; empty where there is none. */
function inWords(day) {
  if (!day) return "";
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" });
  return format.format(new Date(`${day}T00:00:00Z`));
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
