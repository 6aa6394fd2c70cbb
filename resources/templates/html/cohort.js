"use strict";
(() => {
  const table = document.getElementById("samples");
  const chunk = Number(table.dataset.chunk);
  const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
  const cells = (row, column) => row.cells[column].textContent;
  const words = rows.map((row) => row.textContent.toLowerCase());
  const form = document.getElementById("filter");
  const shown = document.getElementById("shown");
  const compare = new Intl.Collator("en", { numeric: true }).compare;
  const heads = [...table.tHead.rows[0].cells];
  const order = rows.map((row, index) => ({ row, index }));
  const hidden = new Set();
  const show = () => {
    const kept = order.filter(({ index }) => !hidden.has(index)).map(({ row }) => row);
    for (const body of [...table.tBodies]) body.remove();
    for (let start = 0; start < kept.length; start += chunk) {
      table.createTBody().append(...kept.slice(start, start + chunk));
    }
    shown.textContent = hidden.size
      ? `Filtered: ${hidden.size} of ${rows.length} samples are hidden.` : "";
  };
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of heads) other.setAttribute("aria-sort", "none");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const keys = new Map(order.map(({ row, index }) => [index, cells(row, column)]));
      order.sort((a, b) => (down ? -1 : 1) * compare(keys.get(a.index), keys.get(b.index))
        || a.index - b.index);
      show();
    });
  });
  const apply = () => {
    const text = form.elements.text.value.trim().toLowerCase();
    const status = form.elements.status.value;
    hidden.clear();
    rows.forEach((row, index) => {
      if (!words[index].includes(text) || (status && cells(row, 2) !== status)) hidden.add(index);
    });
    show();
  };
  form.hidden = false;
  let waiting;
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(apply, 120); });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
})();
