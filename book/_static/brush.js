// Lets a reader choose a period by dragging across a chart: ask.js then asks the other charts for
// it. Who uses no mouse has the same choice in the fields of those charts.
(() => {
  "use strict";
  const BRUSH = "brush";
  const note = document.querySelector(".tw-brush");
  if (!note || !document.querySelector(".tw-view")) return;

  const figure = note.closest("figure");
  const status = note.querySelector("[role=status]");
  const button = note.querySelector("button");
  const MONTHS = 3;
  const quarterOf = (time) => {
    const day = new Date(time);
    return day.getUTCFullYear() * 4 + Math.floor(day.getUTCMonth() / MONTHS);
  };
  const start = (quarter) => Date.UTC(Math.floor(quarter / 4), (quarter % 4) * MONTHS);
  const middle = (quarter) => (start(quarter) + start(quarter + 1)) / 2;
  /** Return a month, or the year of which it is the first or the last as asked. */
  const month = (time, whole) => {
    const text = new Date(time).toISOString().slice(0, 7);
    return text.endsWith(whole) ? text.slice(0, 4) : text;
  };

  /** Return the whole quarters of which a range of times holds the middle, or else the nearest. */
  const period = ([from, to]) => {
    let first = quarterOf(from);
    let last = quarterOf(to);
    if (first < last && from > middle(first)) first += 1;
    if (first < last && to < middle(last)) last -= 1;
    return { since: month(start(first), "-01"), until: month(start(last + 1) - 1, "-12") };
  };

  let drawn;
  let chosen;
  /** Let the brush show the period that is chosen, however it was. */
  const draw = () => {
    if (!drawn || !chosen) return;
    const scale = drawn.scale("x");
    const [first, last] = scale.domain().map(Number);
    const { since, until, choices } = chosen;
    let range = [0, 0];
    if (choices) {
      const [year, number] = until.split("-").map(Number);
      const from = since ? Date.parse(since) : first;
      const to = until ? Date.UTC(year, number || 12) : last;
      range = [Math.max(from, first), Math.min(to, last)].map((time) => scale(time));
    }
    drawn.signal(`${BRUSH}_x`, range).runAsync().catch(console.error);
  };

  const choose = (detail) => figure.dispatchEvent(new CustomEvent("tw:choose", { bubbles: true, detail }));

  figure.addEventListener("tw:drawn", ({ detail: { view } }) => {
    drawn = view;
    draw();
  });
  // Only a hand chooses: the brush also moves when the chart gets another width.
  figure.addEventListener("mousedown", ({ target }) => {
    if (!drawn || !target.closest(".tw-live")) return;
    const read = () => {
      const ends = drawn.signal(`${BRUSH}_x`).map((x) => Number(drawn.scale("x").invert(x)));
      const [from, to] = ends.sort((a, b) => a - b);
      choose(from === to ? {} : period([from, to]));
    };
    // Once the chart has seen the same event.
    addEventListener("mouseup", () => setTimeout(read), { once: true });
  });
  document.addEventListener("tw:chosen", ({ detail }) => {
    chosen = detail;
    const { hint, chosen: pattern } = status.dataset;
    status.textContent = chosen.choices ? pattern.replace("{choices}", () => chosen.choices) : hint;
    button.hidden = !chosen.choices;
    draw();
  });
  button.addEventListener("click", () => choose({}));
  note.hidden = false;
  document.dispatchEvent(new Event("tw:period"));
})();
