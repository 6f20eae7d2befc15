// The table component: filter, sort and pages for a table that stands complete without them.
// Labels and patterns are in the page, in its language; see _templates/table.html.
(() => {
  "use strict";
  const language = document.documentElement.lang;
  const collator = new Intl.Collator(language, { numeric: true });
  const numbers = new Intl.NumberFormat(language);
  const plain = (text) => text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase();
  const fill = (pattern, values) =>
    pattern.replace(/\{(\w+)\}/g, (_, name) => numbers.format(values[name]));

  const orders = {
    number: (a, b) => Number(a) - Number(b),
    // ISO dates of any precision: a year comes before its months.
    date: (a, b) => (a < b ? -1 : Number(a > b)),
    text: collator.compare,
  };

  /** Return the rows in the order of a column; empty cells come last either way. */
  const sorted = (rows, column, kind, sign) => {
    const keyed = rows.map((row) => {
      const cell = row.cells[column];
      return { row, key: cell.dataset.sort ?? cell.textContent.trim() };
    });
    keyed.sort((a, b) => {
      if (!a.key || !b.key) return Number(!a.key) - Number(!b.key);
      return sign * orders[kind](a.key, b.key);
    });
    return keyed.map(({ row }) => row);
  };

  const enhance = (root) => {
    const table = root.querySelector("table");
    const body = table.tBodies[0];
    const frame = root.querySelector(".tw-frame");
    const controls = root.querySelector(".tw-controls");
    const input = controls?.querySelector("input");
    const choices = [...(controls?.querySelectorAll(".tw-filters select") ?? [])];
    const clear = controls?.querySelector(".tw-clear");
    const status = controls?.querySelector("[role=status]");
    const pager = root.querySelector(".tw-pager");
    const size = pager?.querySelector("select");
    // What the address asks for and the table does not have.
    let unknown = [];
    const texts = new Map();
    let rows = [...body.rows];
    let found = rows;
    let page = 0;

    const length = () => Number(size?.value ?? rows.length);
    const show = () => {
      const pages = Math.max(1, Math.ceil(found.length / length()));
      page = Math.min(Math.max(page, 0), pages - 1);
      const start = page * length();
      const kept = new Set(found);
      const shown = new Set(found.slice(start, start + length()));
      for (const row of rows) {
        row.hidden = !kept.has(row);
        // Not hidden: all pages are printed.
        row.classList.toggle("tw-off", kept.has(row) && !shown.has(row));
      }
      const end = start + shown.size;
      const values = { start: start + 1, end, n: found.length, total: rows.length };
      const pattern = found.length === 0 ? "none" : found.length < rows.length ? "found" : "shown";
      if (status) {
        const wrong = unknown.map(([name, value]) =>
          status.dataset.unknown.replace("{name}", () => name).replace("{value}", () => value),
        );
        status.textContent = [...wrong, fill(status.dataset[pattern], values)].join(" ");
      }
      if (!pager) return;
      const place = pager.querySelector("span");
      place.textContent = fill(place.dataset.pattern, { page: page + 1, pages });
      for (const button of pager.querySelectorAll("button")) {
        const target = page + Number(button.dataset.step);
        // Not `disabled`, which would take the focus away from who has just pressed it.
        button.setAttribute("aria-disabled", String(target < 0 || target >= pages));
      }
    };

    /** Return whether the keys of a row hold what is chosen; a date lies as a whole in the period. */
    const holds = (select, row) => {
      const keys = row.dataset.keys.split("|");
      const own = select.dataset.parts.split(",").flatMap((part) => keys[part].split(" "));
      if (select.dataset.kind === "choice") return own.includes(select.value);
      if (own[0] === "") return false;
      return select.dataset.kind === "since" ? own[0] >= select.value : own.at(-1) <= select.value;
    };

    /** Keep what is chosen in the address, so that it can be shared and read in the other language. */
    const remember = () => {
      const query = new URLSearchParams(location.search);
      for (const { name, value } of [...choices, { name: "q", value: input.value.trim() }]) {
        if (value) query.set(name, value);
        else query.delete(name);
      }
      const text = query.toString() && `?${query}`;
      history.replaceState(history.state, "", `${location.pathname}${text}${location.hash}`);
      for (const link of document.querySelectorAll("a.tw-language")) link.search = text;
    };

    const filter = () => {
      const active = choices.filter((select) => select.value);
      const words = plain(input.value).split(/\s+/).filter(Boolean);
      const text = (row) => {
        if (!texts.has(row)) texts.set(row, plain(`${row.textContent} ${row.id}`));
        return texts.get(row);
      };
      found = rows.filter(
        (row) =>
          active.every((select) => holds(select, row)) &&
          words.every((word) => text(row).includes(word)),
      );
      if (clear) clear.hidden = active.length === 0;
      page = 0;
      show();
    };

    /** Choose what the address asks for. */
    const recall = () => {
      const asked = new URLSearchParams(location.search);
      input.value = asked.get("q") ?? "";
      for (const select of choices) {
        const value = asked.get(select.name) ?? "";
        select.value = value;
        if (select.value === value) continue;
        select.value = "";
        unknown.push([select.name, value]);
      }
      filter();
      remember();
    };

    const sort = (head) => {
      const descending = head.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      rows = sorted(rows, head.cellIndex, head.dataset.kind, descending ? -1 : 1);
      const kept = new Set(found);
      found = rows.filter((row) => kept.has(row));
      body.append(...rows);
      page = 0;
      show();
    };

    /** Bring the row that the address names into view, whatever page it is on. */
    const follow = () => {
      const id = decodeURIComponent(location.hash.slice(1));
      const row = id && rows.find((candidate) => candidate.id === id);
      if (!row) return;
      if (!found.includes(row)) {
        for (const field of [input, ...choices]) field.value = "";
        filter();
        remember();
      }
      page = Math.floor(found.indexOf(row) / length());
      show();
      row.scrollIntoView({ block: "center" });
    };

    for (const head of table.tHead.querySelectorAll("th[data-kind]")) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(head));
      head.append(button);
    }
    let waiting;
    input?.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        filter();
        remember();
      }, 120);
    });
    const choose = () => {
      unknown = [];
      filter();
      remember();
    };
    for (const select of choices) select.addEventListener("change", choose);
    clear?.addEventListener("click", () => {
      for (const select of choices) select.value = "";
      choices[0].focus();
      choose();
    });
    pager?.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button || button.getAttribute("aria-disabled") === "true") return;
      page += Number(button.dataset.step);
      show();
      frame.scrollTop = 0;
      if (frame.getBoundingClientRect().top < 0) root.scrollIntoView();
    });
    size?.addEventListener("change", show);
    for (const part of [controls, pager]) if (part) part.hidden = false;
    root.classList.add("tw-ready");
    if (input) recall();
    else show();
    follow();
    addEventListener("hashchange", follow);
  };

  document.querySelectorAll(".tw-table").forEach(enhance);
})();
