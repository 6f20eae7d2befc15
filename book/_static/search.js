// Search, on its page alone: Sphinx's index and stemmer, with results in the page's language.
// Sphinx's own page asks for `unsafe-eval`, remembers the words and writes markup unescaped.
(() => {
  "use strict";
  const out = document.getElementById("search-results");
  if (!out) return;
  const query = (new URLSearchParams(location.search).get("q") ?? "").trim();
  const field = document.querySelector("article form.tw-find input");
  for (const input of document.querySelectorAll("form.tw-find input")) input.value = query;
  field.focus();

  const fold = (text) => text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase();
  const words = () => {
    const stemmer = new window.Stemmer();
    const asked = query.toLowerCase().split(/[^\p{L}\p{N}_]+/u).filter(Boolean);
    const kept = asked.filter((word) => !window.stopwords.includes(word));
    return [...new Set((kept.length ? kept : asked).map((word) => stemmer.stemWord(word)))];
  };

  // For each page that holds the stem: how much it counts, more in a title, less inside a word.
  const scores = (index, stem) => {
    const found = new Map();
    const count = (pages, score) => {
      for (const page of [pages].flat()) found.set(page, Math.max(score, found.get(page) ?? 0));
    };
    for (const [terms, score] of [[index.terms, 5], [index.titleterms, 15]]) {
      if (Object.hasOwn(terms, stem)) count(terms[stem], score);
      else if (stem.length > 2) {
        for (const [term, pages] of Object.entries(terms)) {
          if (term.includes(stem)) count(pages, score / 3);
        }
      }
    }
    return found;
  };

  const search = (index) => {
    const stems = words();
    const each = stems.map((stem) => scores(index, stem));
    const pages = [...(each[0]?.keys() ?? [])].filter((page) => each.every((m) => m.has(page)));
    const total = (page) => each.reduce((sum, found) => sum + found.get(page), 0);
    return { stems, pages: pages.sort((a, b) => total(b) - total(a) || a - b) };
  };

  const sections = (index, page, stems) =>
    Object.entries(index.alltitles).flatMap(([title, places]) =>
      stems.every((stem) => fold(title).includes(stem))
        ? places.filter(([of, id]) => of === page && id).map(([, id]) => ({ title, id }))
        : [],
    );

  // The words around the first hit, each hit marked; null when the text has none.
  const around = (text, stems) => {
    const plain = text.normalize("NFC").replace(/\s+/g, " ");
    const folded = [...plain].map((c) => fold(c)[0] ?? " ").join("");
    const at = Math.min(...stems.map((s) => folded.indexOf(s)).filter((i) => i >= 0));
    if (!Number.isFinite(at)) return null;
    const characters = [...plain];
    const start = at < 90 ? 0 : folded.indexOf(" ", at - 90) + 1;
    const end = Math.min(characters.length, start + 230);
    const line = document.createElement("p");
    if (start > 0) line.append("… ");
    const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${stems.join("|")})[\\p{L}\\p{N}]*`, "gu");
    let from = start;
    for (const hit of folded.slice(0, end).matchAll(pattern)) {
      if (hit.index < start) continue;
      line.append(characters.slice(from, hit.index).join(""));
      const mark = document.createElement("mark");
      from = hit.index + hit[0].length;
      mark.textContent = characters.slice(hit.index, from).join("");
      line.append(mark);
    }
    line.append(characters.slice(from, end).join(""), end < characters.length ? " …" : "");
    return line;
  };

  const excerpt = async (address, stems, item) => {
    const answer = await fetch(address);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const code of page.querySelectorAll("details.hide > summary")) code.remove();
    const text = [...page.querySelectorAll("article.bd-article p, article.bd-article li")]
      .map((block) => block.textContent)
      .join(" ");
    const line = around(text, stems);
    if (line) item.append(line);
  };

  const show = (index) => {
    if (!query) return;
    const { stems, pages } = search(index);
    const status = document.createElement("p");
    const form = pages.length > 1 ? "many" : pages.length === 1 ? "one" : "none";
    status.textContent = out.dataset[form].replace("{n}", String(pages.length));
    const list = document.createElement("ul");
    for (const page of pages) {
      const item = document.createElement("li");
      const address = `${index.docnames[page]}.html`;
      const link = (text, href) => {
        const anchor = document.createElement("a");
        anchor.href = href;
        // The index holds titles as HTML; a reader sees text.
        anchor.textContent = new DOMParser().parseFromString(text, "text/html").body.textContent;
        return anchor;
      };
      const title = document.createElement("h2");
      title.append(link(index.titles[page], address));
      item.append(title);
      for (const section of sections(index, page, stems).slice(0, 4)) {
        const place = document.createElement("p");
        place.className = "tw-section";
        place.append("› ", link(section.title, `${address}#${section.id}`));
        item.append(place);
      }
      // Opened from a folder, a page cannot read another: the result then stands without words.
      if (location.protocol !== "file:") {
        excerpt(address, stems, item).catch((error) => console.error(error));
      }
      list.append(item);
    }
    out.replaceChildren(status, list);
  };
  // What the index calls.
  window.Search = { setIndex: show };
})();
