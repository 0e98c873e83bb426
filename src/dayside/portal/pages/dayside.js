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
