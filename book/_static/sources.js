// Search in the list of sources. Without this script the list stands complete.
(() => {
  const box = document.querySelector(".tw-search");
  if (!box) return;
  const input = box.querySelector("input");
  const status = box.querySelector("[role=status]");
  const plain = (text) => text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase();
  const entries = [...document.querySelectorAll(".tw-sources > li")].map((element) => ({
    element,
    text: plain([element.textContent, ...[...element.querySelectorAll("a")].map((a) => a.getAttribute("href"))].join(" ")),
  }));
  const numbers = new Intl.NumberFormat(document.documentElement.lang);
  const search = () => {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const { element, text } of entries) {
      const hit = words.every((word) => text.includes(word));
      element.hidden = !hit;
      found += hit;
    }
    status.textContent = status.dataset.pattern
      .replace("{n}", numbers.format(found))
      .replace("{total}", numbers.format(entries.length));
  };
  let waiting;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 120);
  });
  box.hidden = false;
  search();
})();
