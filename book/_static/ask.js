// Lets a reader ask the charts of a page again: one selection for all of them, kept in the address.
// The charts count by themselves (their specifications hold rows and transforms); this script
// passes the choices on, and says of every figure that they are not the report's.
(() => {
  "use strict";
  const figures = [...document.querySelectorAll("figure.tw-figure")].filter((f) =>
    f.querySelector(".tw-view"),
  );
  if (figures.length === 0) return;

  const language = document.documentElement.lang;
  const numbers = new Intl.NumberFormat(language);
  const plural = new Intl.PluralRules(language);
  const lists = new Intl.ListFormat(language);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  const PARTIAL_DATE = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/;

  const views = new Map(figures.map((f) => [f, JSON.parse(f.querySelector(".tw-view").textContent)]));
  const controls = new Map();
  for (const view of views.values()) {
    for (const control of view.controls) controls.set(control.name, control);
  }
  const texts = [...views.values()][0].texts;
  const originals = new Map();
  const drawings = new Map(figures.map((f) => [f, new Map()]));
  const refused = [];

  // --- the selection: by control a value, or for several a list
  const state = new Map([...controls].map(([name, c]) => [name, c.value]));
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  const written = (value) => (Array.isArray(value) ? value.join(",") : String(value));
  const changed = (names) =>
    names.filter((name) => !same(state.get(name), controls.get(name).value));

  /** Return the value that a text of the address stands for, undefined when for none. */
  const read = (control, text) => {
    const values = control.options.map(([value]) => value);
    if (control.several) {
      const asked = text === "" ? [] : text.split(",");
      const known = values.filter((value) => asked.includes(value));
      return known.length === asked.length ? known : undefined;
    }
    const known = values.find((value) => String(value) === text);
    if (known !== undefined) return known;
    if (typeof control.value === "number") {
      return /^[1-9]\d{0,5}$/.test(text) && Number(text) > 1 ? Number(text) : undefined;
    }
    return values.includes("") && PARTIAL_DATE.test(text) ? text : undefined;
  };

  const asked = new URLSearchParams(location.search);
  for (const [name, control] of controls) {
    if (!asked.has(name)) continue;
    const value = read(control, asked.get(name));
    if (value === undefined) refused.push({ name, value: asked.get(name) });
    else state.set(name, value);
  }

  const address = () => {
    const query = new URLSearchParams(location.search);
    for (const name of controls.keys()) query.delete(name);
    for (const name of changed([...controls.keys()])) query.set(name, written(state.get(name)));
    const text = query.toString().replaceAll("%2C", ",");
    return text && `?${text}`;
  };

  // --- in words
  const label = (control, value) => {
    const known = control.options.find(([v]) => v === value);
    if (known) return known[1];
    if (typeof value === "number") return numbers.format(value);
    const parts = value.split("-").map(Number);
    const forms = { year: "numeric", month: "long", day: "numeric" };
    const precise = Object.fromEntries(Object.entries(forms).slice(0, parts.length));
    const day = Date.UTC(parts[0], (parts[1] ?? 1) - 1, parts[2] ?? 1);
    return new Intl.DateTimeFormat(language, { ...precise, timeZone: "UTC" }).format(day);
  };
  const chosen = (control) => {
    const value = state.get(control.name);
    if (!control.several) return label(control, value);
    if (value.length === 0) return texts.none;
    const left = control.options.filter(([v]) => !value.includes(v));
    const list = (options) => lists.format(options.map(([, l]) => l));
    return left.length > 0 && left.length < value.length
      ? fill(texts.without, { values: list(left) })
      : list(control.options.filter(([v]) => value.includes(v)));
  };
  const choices = (names) =>
    changed(names)
      .map((name) => controls.get(name))
      .map((c) => fill(texts.choice, { label: c.label, value: chosen(c) }))
      .join(" · ");

  // --- the same in a command and in the file
  const quoted = (value) =>
    typeof value === "string" && (value === "" || /^[\d.-]+$/.test(value)) ? `"${value}"` : value;
  const elsewhere = (view) => {
    const differs = [...controls.values()].filter((c) => !same(state.get(c.name), c.default));
    const command = [
      ...view.others.map(([name, value]) => `${name}=${value.replaceAll(" ", "")}`),
      ...differs.map((c) => `${c.name}=${c.several ? `[${written(state.get(c.name))}]` : state.get(c.name)}`),
      `language=${language}`,
    ];
    const lines = [
      ...view.others.map(([name, value]) => `${name}: ${value}`),
      ...differs.map((c) => {
        const value = state.get(c.name);
        return `${c.name}: ${c.several ? `[${value.join(", ")}]` : quoted(value)}`;
      }),
    ];
    return {
      command: `make notebook CHAPTER=${view.chapter} PARAMS="${command.join(" ")}"`,
      file: [`${view.chapter}:`, ...lines.map((line) => `  ${line}`)].join("\n"),
    };
  };

  // --- what a figure shows and says
  const rowsOf = (figure, view) => {
    const rows = [];
    for (const [chart, { view: drawn, data }] of drawings.get(figure)) {
      if (!chart.closest(".tw-panel").hidden) rows.push(...drawn.data(data));
    }
    const by = (a, b) => {
      const field = view.order.find((name) => a[name] !== b[name]);
      return field === undefined ? 0 : a[field] - b[field];
    };
    return rows.sort(by);
  };

  const table = (figure, view, rows) => {
    const element = figure.querySelector(".tw-data table");
    const cell = (kind, text, scope) => {
      const made = document.createElement(kind);
      if (scope) made.scope = scope;
      made.textContent = typeof text === "number" ? numbers.format(text) : (text ?? "");
      return made;
    };
    const head = document.createElement("tr");
    head.append(...view.columns.map(([header]) => cell("th", header, "col")));
    const body = rows.map((row) => {
      const line = document.createElement("tr");
      line.append(
        ...view.columns.map(([, field], i) =>
          i === 0 ? cell("th", row[field], "row") : cell("td", row[field]),
        ),
      );
      return line;
    });
    element.tHead.replaceChildren(head);
    element.tBodies[0].replaceChildren(...body);
  };

  const parts = (figure) => ({
    title: figure.querySelector(".tw-title"),
    subtitle: figure.querySelector(".tw-subtitle"),
    source: figure.querySelector(".tw-source"),
    image: figure.querySelector(".tw-panels"),
    empty: figure.querySelector(".tw-empty"),
    head: figure.querySelector(".tw-data thead"),
    body: figure.querySelector(".tw-data tbody"),
  });
  for (const figure of figures) {
    const { title, subtitle, source, image, head, body } = parts(figure);
    originals.set(figure, {
      title: title.textContent,
      subtitle: subtitle.textContent,
      source: source.textContent,
      alt: image.getAttribute("aria-label"),
      hidden: image.hidden,
      head: [...head.children],
      body: [...body.children],
    });
  }

  const names = (view) => view.controls.map((c) => c.name);
  const panels = (figure, view) => {
    if (!view.only) return;
    const [name, values] = view.only;
    [...figure.querySelectorAll(".tw-panel")].forEach((panel, i) => {
      panel.hidden = !state.get(name).includes(values[i]);
    });
  };

  /** Let a figure say again what the report says. */
  const restore = (figure) => {
    const part = parts(figure);
    const original = originals.get(figure);
    part.title.textContent = original.title;
    part.subtitle.textContent = original.subtitle;
    part.source.textContent = original.source;
    part.image.setAttribute("aria-label", original.alt);
    part.head.replaceChildren(...original.head);
    part.body.replaceChildren(...original.body);
    part.image.hidden = original.hidden;
    part.empty.hidden = !original.hidden;
  };

  /** Let a figure speak of the selection, and return what is to be said beside it. */
  const describe = (figure) => {
    const view = views.get(figure);
    const part = parts(figure);
    part.title.textContent = view.title;
    part.subtitle.textContent = view.subtitle;
    // Without a panel in sight nothing is drawn, however long one waits.
    const blank = [...figure.querySelectorAll(".tw-panel")].every((panel) => panel.hidden);
    if (!blank && drawings.get(figure).size === 0) {
      // Only what is in sight is drawn.
      part.image.hidden = false;
      part.empty.hidden = true;
      return [];
    }
    const rows = rowsOf(figure, view);
    const n = Math.round(rows.reduce((sum, row) => sum + Number(row[view.count]), 0));
    const form = view.rows[plural.select(n) === "one" ? 0 : 1];
    const counted = fill(form, { n: numbers.format(n) });
    const alt = { title: view.title, selection: choices(names(view)), rows: counted };
    part.source.textContent = fill(view.source, { rows: counted });
    part.image.setAttribute("aria-label", fill(texts.alt, alt));
    part.image.hidden = rows.length === 0;
    part.empty.hidden = rows.length > 0;
    table(figure, view, rows);
    if (rows.length === 0) return [texts.nothing];
    return n < view.few ? [fill(texts.few, { rows: counted })] : [];
  };

  /** Say in a figure what is selected, what came of it, and that it is not the report's. */
  const say = (figure) => {
    const view = views.get(figure);
    const differs = changed(names(view)).length > 0;
    const notes = refused.map((wrong) => fill(texts.refused, wrong));
    figure.classList.toggle("tw-asked", differs);
    panels(figure, view);
    if (differs) {
      notes.push(fill(texts.changed, { choices: choices(names(view)) }), ...describe(figure));
    } else {
      restore(figure);
    }
    figure.querySelector(".tw-changed p").textContent = notes.join(" ");
    figure.querySelector(".tw-changed").hidden = notes.length === 0;
    const same = figure.querySelector(".tw-elsewhere");
    const { command, file } = elsewhere(view);
    same.hidden = !differs;
    same.querySelector(".tw-command").textContent = command;
    same.querySelector(".tw-file").textContent = file;
    for (const link of figure.querySelectorAll(".tw-tools a[href*='#']")) {
      link.setAttribute("href", `${address()}#${figure.id}`);
    }
  };

  /** Tell the chart in which a period can be chosen which one is, here or there. */
  const PERIOD = ["since", "until"];
  const announce = () => {
    if (!PERIOD.every((name) => controls.has(name))) return;
    const [since, until] = PERIOD.map((name) => state.get(name));
    const detail = { since, until, choices: choices(PERIOD) };
    document.dispatchEvent(new CustomEvent("tw:chosen", { detail }));
  };

  const show = () => {
    for (const field of document.querySelectorAll("[data-control]")) {
      const value = state.get(field.dataset.control);
      const select = field.querySelector("select");
      if (!select) {
        for (const box of field.querySelectorAll("input")) box.checked = value.includes(box.value);
        continue;
      }
      if (![...select.options].some((o) => o.value === String(value))) {
        select.add(new Option(label(controls.get(field.dataset.control), value), value));
      }
      select.value = value;
    }
    for (const link of document.querySelectorAll("a.tw-language")) link.search = address();
    const report = changed([...controls.keys()]).length === 0;
    for (const note of document.querySelectorAll(".tw-kept")) note.hidden = report;
    for (const figure of figures) say(figure);
    announce();
  };

  /** Give the rows of a drawing their height, however many there are. */
  const fit = async (figure) => {
    const { step, rows_of: chosenIn } = views.get(figure);
    if (!step) return;
    for (const { view, data } of drawings.get(figure).values()) {
      const rows = chosenIn ? state.get(chosenIn) : view.data(data);
      const height = step * Math.max(1, rows.length);
      if (view.height() !== height) await view.height(height).runAsync();
    }
  };

  const redraw = async () => {
    const runs = [];
    for (const [figure, charts] of drawings) {
      for (const { view } of charts.values()) {
        for (const name of names(views.get(figure))) view.signal(name, state.get(name));
        runs.push(view.runAsync());
      }
    }
    await Promise.all(runs);
    await Promise.all(figures.map(fit));
    show();
  };

  const choose = (figure) => {
    // One voice is enough: the figure in hand speaks.
    for (const other of figures) {
      other.querySelector(".tw-changed p").ariaLive = other === figure ? "polite" : "off";
    }
    refused.length = 0;
    history.replaceState(history.state, "", `${location.pathname}${address()}${location.hash}`);
    redraw().catch(console.error);
  };

  for (const figure of figures) {
    figure.addEventListener("change", (event) => {
      const field = event.target.closest("[data-control]");
      if (!field) return;
      const control = controls.get(field.dataset.control);
      const boxes = [...field.querySelectorAll("input:checked")].map((box) => box.value);
      state.set(control.name, control.several ? boxes : read(control, event.target.value));
      choose(figure);
    });
    figure.querySelector(".tw-changed button").addEventListener("click", () => {
      for (const [name, control] of controls) state.set(name, control.value);
      choose(figure);
      figure.querySelector(".tw-ask summary").focus();
    });
  }

  // Asked by a chart that came later than the first announcement.
  document.addEventListener("tw:period", announce);
  document.addEventListener("tw:choose", ({ target, detail }) => {
    if (!PERIOD.every((name) => controls.has(name))) return;
    const before = PERIOD.map((name) => state.get(name));
    for (const name of PERIOD) state.set(name, detail[name] ?? controls.get(name).value);
    // The chart in hand follows what is chosen elsewhere too, and then has nothing new to say.
    if (!same(before, PERIOD.map((name) => state.get(name)))) choose(target);
  });

  document.addEventListener("tw:draw", ({ target, detail: { spec } }) => {
    if (!views.has(target.closest("figure"))) return;
    for (const param of spec.params ?? []) {
      if (state.has(param.name)) param.value = state.get(param.name);
    }
  });
  document.addEventListener("tw:drawn", ({ target, detail: { view, vgSpec } }) => {
    const figure = target.closest("figure");
    if (!views.has(figure)) return;
    const marks = vgSpec.marks.flatMap((mark) => [mark, ...(mark.marks ?? [])]);
    // In a figure of several panels the names of layers are numbered.
    const data = marks.find((mark) => /^rows(_\d+)?_marks$/.test(mark.name)).from.data;
    drawings.get(figure).set(target, { view, data });
    fit(figure).then(() => say(figure)).catch(console.error);
  });
  show();
})();
