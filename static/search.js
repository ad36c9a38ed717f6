/* Finds text in all reports as Ctrl-F would in one: every character is a word of the index, a query is a phrase of them.
   The words are those of src/campus_news/letter.py. Written for Chromium 80 and later; the engine itself needs 96. */
(() => {
  "use strict";

  const form = document.querySelector("form.search");
  const tally = document.querySelector(".tally");
  const list = document.querySelector(".found");
  const further = document.querySelector(".further");
  const { site, engine } = form.dataset;
  const parts = form.dataset.parts.split(",").map((text) => {
    const [url, since, until] = text.split(" ");
    return { url, since: Number(since), until: Number(until) };
  });
  const TITLE = document.title;
  const PAGE = 20;
  const AROUND = 28;
  const LENGTH = 80;

  /* Characters and words */

  const UNSEEN = /[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff\u{e0100}-\u{e01ef}]/gu;
  const HAN = /^[\u3400-\u9fff]$/;
  const FULL_WIDTH = 0xfee0;

  const folds = new Map();

  function fold(character) {
    if (!folds.has(character)) {
      const apart = character.normalize("NFKD").replace(UNSEEN, "");
      folds.set(character, apart.normalize("NFC").toLowerCase());
    }
    return folds.get(character);
  }

  function letters(number, count) {
    let word = "";
    for (; count; count--) {
      word = String.fromCharCode(97 + (number % 26)) + word;
      number = Math.floor(number / 26);
    }
    return word;
  }

  function word(character) {
    if (HAN.test(character)) return character;
    const code = character.codePointAt(0);
    return code >= 32 && code < 127 ? letters(code - 32, 2) : letters(code, 5);
  }

  const phrase = (term) => `"${[...term].flatMap((one) => [...fold(one)].map(word)).join(" ")}"`;

  /* What a word stands for: a character as it was written, the end of a block, or nothing that is shown. */
  function written(word) {
    if (HAN.test(word)) return word;
    const small = word.toLowerCase();
    if (small === "z") return "\n";
    if (small.startsWith("z") || !/^[a-y]/.test(small)) return "";
    let code = 0;
    for (const letter of small) code = code * 26 + letter.charCodeAt(0) - 97;
    if (small.length === 5) return String.fromCodePoint(code);
    const plain = String.fromCharCode(code + 32);
    const first = word[0] !== small[0];
    const last = word[1] !== small[1];
    const cased = first !== last ? plain.toUpperCase() : plain;
    return last ? String.fromCharCode(cased.charCodeAt(0) + FULL_WIDTH) : cased;
  }

  /* The engine */

  const opened = new Map();

  async function open(url) {
    const pagefind = await import(`${engine}pagefind.js`);
    const settings = { metaCacheTag: "0" }; // its folder's name tells what is in it
    const instance = pagefind.createInstance({ ...settings, basePath: engine, noWorker: true });
    await instance.search('"z"'); // fails if the engine does; merging would wait for ever
    await instance.mergeIndex(url, settings);
    return instance;
  }

  /* The reports of one part that have all of `phrases`, newest first. */
  async function matches(url, phrases) {
    if (!opened.has(url)) opened.set(url, open(url));
    const instance = await opened.get(url);
    let found = null;
    for (const one of phrases) {
      const { results } = await instance.search(one, { sort: { date: "desc" } });
      const there = found && new Set(found.map((result) => result.id));
      found = there ? results.filter((result) => there.has(result.id)) : results;
      if (!found.length) break;
    }
    return found;
  }

  function works() {
    try { // a module with a table of references, which old engines do not know and a strict policy does not allow
      return Boolean(new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 4, 4, 1, 111, 0, 0])));
    } catch {
      return false;
    }
  }

  /* Results */

  /* `text` with what is compared of it, and where each of that comes from. */
  function folded(text) {
    let whole = "";
    const from = [];
    const characters = [...text];
    characters.forEach((character, i) => {
      const units = fold(character);
      whole += units;
      for (let n = units.length; n; n--) from.push(i);
    });
    return { characters, whole, from };
  }

  /* Numbers of the characters of `view` in which any of `terms` stands. */
  function marks({ whole, from }, terms) {
    const found = new Set();
    for (const term of terms) {
      for (let at = whole.indexOf(term); at >= 0; at = whole.indexOf(term, at + 1)) {
        for (let i = from[at]; i <= from[at + term.length - 1]; i++) found.add(i);
      }
    }
    return found;
  }

  function marked(element, view, found, start = 0, end = view.characters.length) {
    for (let i = start, next; i < end; i = next) {
      for (next = i + 1; next < end && found.has(next) === found.has(i); next++);
      const text = view.characters.slice(i, next).join("");
      const part = found.has(i) ? document.createElement("mark") : document.createTextNode(text);
      if (found.has(i)) part.textContent = text;
      element.append(part);
    }
  }

  /* How well a block shows why a report was found: by how many terms it has, and sentences rather than facts. */
  const worth = (block, found) => 2 * found.size + (block.includes("。") ? 1 : 0);

  /* Some text around the first term in the best block after the title; null if there is none. */
  function excerpt(content, terms) {
    const [, ...blocks] = content.split(" ").map(written).join("").split("\n");
    let best = null;
    for (const block of blocks) {
      const view = folded(block);
      const there = new Set(terms.filter((term) => view.whole.includes(term)));
      if (there.size && (!best || worth(block, there) > best.worth)) best = { view, worth: worth(block, there) };
    }
    if (!best) return null;
    const { characters } = best.view;
    const found = marks(best.view, terms);
    const start = beginning(characters, Math.min(...found));
    let end = Math.min(start + LENGTH, characters.length);
    while (end < characters.length && "，。、；：".includes(characters[end - 1])) end--;
    const element = document.createElement("p");
    element.className = "excerpt";
    if (start) element.append("……");
    marked(element, best.view, found, start, end);
    if (end < characters.length) element.append("……");
    return element;
  }

  /* Where an excerpt with the character number `first` begins: after a stop not far before, if there is one. */
  function beginning(characters, first) {
    if (first <= AROUND) return 0;
    for (let i = first - AROUND; i < first; i++) if ("，。；：！？".includes(characters[i])) return i + 1;
    return first - AROUND / 2;
  }

  function entry(data, terms) {
    const item = document.createElement("li");
    const heading = document.createElement("h2");
    const link = document.createElement("a");
    link.href = site + data.raw_url.slice(1);
    const title = folded(data.meta.title);
    marked(link, title, marks(title, terms));
    heading.append(link);
    const when = document.createElement("p");
    when.className = "when";
    when.textContent = data.meta.when;
    item.append(heading, when);
    const text = terms.length ? excerpt(data.content, terms) : null;
    if (text) item.append(text);
    return item;
  }

  /* One search. `hits` grow part by part, from the newest years back, as far as they are asked for. */

  const fields = ["q", "leader", "year", "venue"];
  let search = null;

  function asked() {
    const terms = form.q.value.split(/\s+/).map((term) => [...term].map(fold).join("")).filter(Boolean);
    const phrases = terms.map(phrase);
    for (const name of ["leader", "year", "venue"]) {
      const { dataset } = form[name].selectedOptions[0];
      if (dataset.word) phrases.push(`"${dataset.word}"`);
    }
    const year = Number(form.year.value);
    const left = parts.filter((part) => !year || (part.since <= year && year <= part.until));
    return { terms, phrases, left: phrases.length ? left : [], hits: [], shown: 0 };
  }

  const years = (part) => (part.since === part.until ? `${part.since}年` : `${part.since}—${part.until}年`);

  function told({ phrases, hits, left }) {
    if (!phrases.length) return "";
    if (left.length) return `已找到 ${hits.length} 篇；${left[0].until}年及以前的还没有查。`;
    return hits.length ? `共找到 ${hits.length} 篇。` : "没有找到。请换一个词语，或者少写几个字。";
  }

  /* Shows results up to the number `wanted`; false if another search has begun meanwhile. */
  async function show(mine, wanted) {
    while (mine.left.length && mine.hits.length < wanted) {
      tally.textContent = `正在查找${years(mine.left[0])}的报道……`;
      const found = await matches(mine.left[0].url, mine.phrases);
      if (mine !== search) return false;
      mine.left.shift();
      mine.hits.push(...found);
    }
    const next = mine.hits.slice(mine.shown, wanted);
    const pages = await Promise.all(next.map((result) => result.data()));
    if (mine !== search) return false;
    list.append(...pages.map((data) => entry(data, mine.terms)));
    mine.shown += next.length;
    tally.textContent = told(mine);
    further.hidden = !mine.left.length && mine.shown === mine.hits.length;
    return true;
  }

  async function attempt(wanted) {
    const mine = search;
    try {
      return await show(mine, wanted);
    } catch (error) {
      if (mine === search) tally.textContent = "没有查成：网络不通，或者网站刚刚更新过。请刷新这一页再试。";
      further.hidden = true;
      console.warn(error);
      return false;
    }
  }

  function begin(wanted = PAGE) {
    search = asked();
    list.textContent = "";
    further.hidden = true;
    document.title = form.q.value.trim() ? `${form.q.value.trim()} - ${TITLE}` : TITLE;
    return attempt(wanted);
  }

  /* The address holds the query; the history's entry how many results are shown. */

  function read() {
    const query = new URLSearchParams(location.search);
    for (const name of fields) form[name].value = query.get(name) || "";
    for (const name of ["leader", "year", "venue"]) {
      if (form[name].selectedIndex < 0) form[name].value = "";
    }
  }

  function address() {
    const query = new URLSearchParams();
    for (const name of fields) if (form[name].value.trim()) query.set(name, form[name].value.trim());
    return query.toString() ? `?${query}` : location.pathname;
  }

  function ask() {
    history.pushState(null, "", address());
    begin();
  }

  let composing = false;
  form.q.addEventListener("compositionstart", () => { composing = true; });
  form.q.addEventListener("compositionend", () => { composing = false; });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!composing) ask();
  });
  form.addEventListener("change", (event) => { if (event.target !== form.q) ask(); });
  further.addEventListener("click", async () => {
    const before = search.shown;
    if (!(await attempt(before + PAGE))) return;
    history.replaceState({ shown: search.shown }, "");
    if (list.children[before]) list.children[before].querySelector("a").focus();
  });
  const restore = () => {
    read();
    begin((history.state && history.state.shown) || PAGE);
  };
  addEventListener("popstate", restore);

  if (works()) {
    form.hidden = false;
    restore();
  } else {
    const link = document.createElement("a");
    link.href = `${site}archive/`;
    link.textContent = "往期报道";
    tally.append("这个浏览器不能全文搜索。请到", link, "按年、月查找。");
  }
})();
