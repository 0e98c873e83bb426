// What pages gain from scripts; all of them work without.
"use strict";

const theme = localStorage.getItem("dayside.theme");
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;

for (const block of document.querySelectorAll("pre.copy")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(block.querySelector("code").textContent);
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 1500);
  });
  // navigator.clipboard exists only on secure origins and on loopback.
  if (navigator.clipboard) block.append(button);
}

// A frame is as high as what it shows: the server could only guess.
for (const frame of document.querySelectorAll(".framed iframe")) {
  const fit = () => {
    const shown = frame.contentDocument?.querySelector("main");
    if (shown) frame.height = Math.ceil(shown.getBoundingClientRect().height) + 4;
  };
  frame.addEventListener("load", fit);
  addEventListener("resize", fit);
}

// Tables that can be sorted and searched where they stand.
const numeric = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
const said = (row, column) => row.cells[column]?.textContent.trim().replaceAll("\u202f", "") ?? "";
const compared = (a, b) => {
  const [x, y] = [a, b].map((text) => (text ? Number(text.replace("−", "-")) : NaN));
  return Number.isNaN(x) || Number.isNaN(y) ? numeric.compare(a, b) : x - y;
};

const sort = (table, heads, column) => {
  const down = heads[column].getAttribute("aria-sort") === "ascending";
  for (const head of heads) head.removeAttribute("aria-sort");
  heads[column].setAttribute("aria-sort", down ? "descending" : "ascending");
  const [full, empty] = [[], []];
  for (const row of table.tBodies[0].rows) (said(row, column) ? full : empty).push(row);
  full.sort((a, b) => compared(said(a, column), said(b, column)) * (down ? -1 : 1));
  table.tBodies[0].append(...full, ...empty);
};

for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells];
  if (table.tBodies[0].rows.length < 2) continue;
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "head";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(table, heads, column));
    head.append(button);
  });
}

for (const table of document.querySelectorAll("table.sortable[data-filter]")) {
  const rows = [...table.tBodies[0].rows];
  if (rows.length < 12) continue;
  const field = document.createElement("input");
  field.type = "search";
  field.placeholder = field.ariaLabel = table.dataset.filter;
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/);
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
    }
  });
  table.closest(".scroll").before(field);
}

// What goes on is looked at again while somebody looks; without scripts a link does it.
const lookAgain = async () => {
  const shown = document.querySelector("[data-live]");
  if (!shown) return;
  if (!document.hidden && !shown.contains(document.activeElement)) {
    try {
      const answer = await fetch(location.href, { headers: { accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = answer.ok && page.getElementById(shown.id);
      if (fresh) shown.replaceWith(fresh);
    } catch {
      // The server is away: what was seen last stays.
    }
  }
  setTimeout(lookAgain, 1000);
};
lookAgain();
