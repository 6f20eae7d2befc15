// Leads from a section to the same section in the other language: both share their anchors.
(() => {
  "use strict";
  const current = () => {
    const sections = [...document.querySelectorAll("article section[id]")];
    const passed = sections.filter((section) => section.getBoundingClientRect().top < 140);
    return passed.length > 1 ? `#${passed.at(-1).id}` : "";
  };
  for (const link of document.querySelectorAll("a.tw-language")) {
    link.addEventListener("click", () => {
      link.hash = current();
    });
  }
})();
