// Draws the charts of a page. The engine is large, so it is fetched once, and only when a chart
// comes near the viewport; until then, in print and without scripts, the static drawing stands.
(() => {
  "use strict";
  const charts = document.querySelectorAll(".tw-chart");
  if (charts.length === 0) return;

  const locale = JSON.parse(document.getElementById("tw-locale").textContent);
  const engine = document.querySelector('meta[name="tw-engine"]').content;
  const loaded = new Map();

  const load = (address) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = resolve;
      script.onerror = () => reject(new Error(`cannot load ${script.src}`));
      document.head.append(script);
    });
  const loadOnce = (address) => {
    if (!loaded.has(address)) loaded.set(address, load(address));
    return loaded.get(address);
  };

  const draw = async (chart) => {
    const figure = chart.closest("figure");
    await Promise.all([loadOnce(engine), loadOnce(figure.dataset.live)]);
    const panel = [...figure.querySelectorAll(".tw-chart")].indexOf(chart);
    // A copy: it may be changed before it is drawn.
    const spec = structuredClone(window.twCharts[figure.id][panel]);
    const { narrowHeight } = spec.usermeta ?? {};
    const fit = () => (chart.clientWidth < 480 ? narrowHeight : wideHeight);
    const wideHeight = spec.height;
    if (narrowHeight) spec.height = fit();
    const tell = (name, detail) =>
      chart.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
    tell("tw:draw", { spec });
    const drawn = await window.vegaEmbed(chart.querySelector(".tw-live"), spec, {
      mode: "vega-lite",
      renderer: "svg",
      actions: false,
      // Outside the image: what is inside one cannot be reached.
      bind: figure.querySelector(".tw-controls") ?? undefined,
      // Interprets expressions instead of compiling them: no `unsafe-eval` is needed.
      ast: true,
      defaultStyle: false,
      formatLocale: locale.number,
      timeFormatLocale: locale.time,
      tooltip: { theme: "tw" },
      // Errors only: of a selection without rows the page speaks itself.
      logLevel: 1,
    });
    // The figure says it in words, and in the page's language; the parts of the drawing do not.
    chart.querySelector(".tw-live svg").setAttribute("aria-hidden", "true");
    chart.classList.add("tw-drawn");
    if (narrowHeight) {
      // A phone that is turned, a window that is widened: lists and drawings differ in height.
      new ResizeObserver(() => {
        if (drawn.view.height() !== fit()) drawn.view.height(fit()).runAsync();
      }).observe(chart);
    }
    tell("tw:drawn", drawn);
  };

  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        observer.unobserve(entry.target);
        draw(entry.target).catch((error) => {
          entry.target.classList.add("tw-failed");
          console.error(error);
        });
      }
    },
    { rootMargin: "300px" },
  );
  for (const chart of charts) observer.observe(chart);
})();
