"use strict";
(() => {
  const form = document.getElementById("filters");
  const rows = [...document.querySelectorAll(".row")];
  const names = ["therapy", "effect", "evidence", "curation"];
  if (form) {
    const shown = document.getElementById("shown");
    const apply = () => {
      let out = 0;
      for (const row of rows) {
        const hide = names.some((name) => {
          const asked = form.elements[name].value;
          return asked && name in row.dataset && row.dataset[name] !== asked;
        });
        row.classList.toggle("out", hide);
        out += hide;
      }
      shown.textContent = out ? `Filtered: ${out} of ${rows.length} rows are hidden.` : "";
    };
    form.hidden = rows.length === 0;
    form.addEventListener("change", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(apply));
    const reveal = () => {
      const target = document.getElementById(location.hash.slice(1));
      if (target && target.classList.contains("out")) form.reset();
    };
    window.addEventListener("hashchange", () => { reveal(); });
  }
  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const part of closed) part.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const part of closed) part.open = false;
  });
})();
