// What the page itself does: colour theme, sidebars, the place in the contents, the search key.
// Takes the place of the theme's scripts, of which this is all that was used.
(() => {
  "use strict";
  const root = document.documentElement;

  // --- colour theme: the only thing a browser is asked to remember
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const button = document.querySelector(".theme-switch-button");
  const show = (mode) => {
    root.dataset.mode = mode;
    root.dataset.theme = mode === "auto" ? (dark.matches ? "dark" : "light") : mode;
    const current = button?.querySelector(`[data-mode="${mode}"]`);
    if (current) button.setAttribute("aria-label", `${button.title} : ${current.dataset.name}`);
  };
  const remember = (mode) => {
    try {
      if (mode === "auto") localStorage.removeItem("mode");
      else localStorage.setItem("mode", mode);
    } catch {
      // Storage may be refused: the choice then holds for this page.
    }
  };
  dark.addEventListener("change", () => show(root.dataset.mode));
  button?.addEventListener("click", () => {
    // The first press always changes something.
    const modes = dark.matches ? ["auto", "light", "dark"] : ["auto", "dark", "light"];
    const next = modes[(modes.indexOf(root.dataset.mode) + 1) % modes.length];
    show(next);
    remember(next);
  });
  show(root.dataset.mode);

  // --- sidebars: beside the text where there is room, else in a dialog
  const move = (from, to) => {
    to.append(...from.childNodes);
    to.classList.add(...from.classList);
    from.removeAttribute("class");
  };
  for (const [name, wide] of [
    ["primary", "(min-width: 960px)"],
    ["secondary", "(min-width: 1200px)"],
  ]) {
    const toggle = document.querySelector(`.${name}-toggle`);
    const sidebar = document.getElementById(`pst-${name}-sidebar`);
    const dialog = document.getElementById(`pst-${name}-sidebar-modal`);
    if (!toggle || !sidebar || !dialog) continue;
    const room = window.matchMedia(wide);
    const label = toggle.getAttribute("aria-label");
    toggle.addEventListener("click", () => {
      if (room.matches) {
        const hidden = sidebar.classList.toggle("pst-sidebar-hidden");
        toggle.setAttribute("aria-expanded", String(!hidden));
        return;
      }
      sidebar.classList.remove("pst-sidebar-hidden");
      move(sidebar, dialog);
      dialog.setAttribute("aria-label", label);
      dialog.showModal();
    });
    dialog.addEventListener("close", () => move(dialog, sidebar));
    dialog.addEventListener("click", (event) => {
      // A press beside the dialog, or on a link to a place in this page, closes it.
      const { left, right } = dialog.getBoundingClientRect();
      const beside = event.clientX && (event.clientX < left || event.clientX > right);
      if (beside || event.target.closest("a[href^='#']")) dialog.close();
    });
    room.addEventListener("change", () => dialog.open && dialog.close());
  }

  // --- the place in the contents
  const entries = new Map();
  for (const link of document.querySelectorAll(".page-toc a[href^='#']")) {
    const section = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (section) entries.set(section, link);
  }
  if (entries.size > 0) {
    const mark = () => {
      const passed = [...entries.keys()].filter((s) => s.getBoundingClientRect().top < 160);
      for (const [section, link] of entries) {
        const current = section === passed.at(-1);
        link.classList.toggle("active", current);
        if (current) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    };
    const watcher = new IntersectionObserver(mark, { rootMargin: "-150px 0px -50% 0px" });
    for (const section of entries.keys()) watcher.observe(section);
    mark();
  }

  // --- Ctrl+K, as everywhere
  window.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
    const field = document.querySelector("form.tw-find input");
    if (!field) return;
    event.preventDefault();
    if (field.closest("#pst-primary-sidebar") && !field.checkVisibility()) {
      document.querySelector(".primary-toggle")?.click();
    }
    field.focus();
    field.select();
  });
})();
