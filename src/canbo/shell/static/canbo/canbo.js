// The little that HTML cannot do by itself. Every page works without it.

// Up and down between the rows of a table, Home and End to its ends: each row's first link takes the focus.
document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.("tbody tr");
  const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
  if (!row || step === undefined || event.target.matches("input, select, textarea")) return;
  const rows = [...row.parentElement.rows].filter((other) => other.querySelector("a"));
  const at = Math.min(Math.max(rows.indexOf(row) + step, 0), rows.length - 1);
  rows[at].querySelector("a").focus();
  event.preventDefault();
});

// A twig of a tree opens and closes what hangs under it; htmx brings that the first time.
document.addEventListener("click", (event) => {
  const twig = event.target.closest?.(".twig");
  if (!twig) return;
  const open = twig.getAttribute("aria-expanded") !== "true";
  twig.setAttribute("aria-expanded", open);
  twig.closest("li").querySelector("ul").hidden = !open;
});

// In a tree: up and down between the bodies that show, right opens one, left closes it or leads to the one above.
document.addEventListener("keydown", (event) => {
  const leaf = event.target.closest?.(".bodies .leaf");
  if (!leaf) return;
  const twig = leaf.querySelector(".twig");
  const open = twig?.getAttribute("aria-expanded") === "true";
  const leaves = [...leaf.closest(".bodies:not(.bodies .bodies)").querySelectorAll(".leaf")].filter((each) => each.offsetParent);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  let next;
  if (step) next = leaves[leaves.indexOf(leaf) + step];
  else if (event.key === "ArrowRight" && twig && !open) twig.click();
  else if (event.key === "ArrowRight" && open) next = leaves[leaves.indexOf(leaf) + 1];
  else if (event.key === "ArrowLeft" && open) twig.click();
  else if (event.key === "ArrowLeft") next = leaf.closest("ul").closest("li")?.querySelector(".leaf");
  else return;
  next?.querySelector("a").focus();
  event.preventDefault();
});

// A form that takes its time says so, and cannot be sent twice.
document.addEventListener("submit", (event) => {
  const button = event.target.querySelector("button[data-waiting]");
  if (!button || event.defaultPrevented) return;
  button.textContent = button.dataset.waiting;
  setTimeout(() => { button.disabled = true; }, 0);
});
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

// A choice that changes what the page shows sends its form at once.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-send]")) event.target.form.requestSubmit();
});

// What is folded on screen is open on paper.
window.addEventListener("beforeprint", () => {
  for (const folded of document.querySelectorAll("details:not([open])")) {
    folded.open = true;
    folded.dataset.folded = "yes";
  }
});
window.addEventListener("afterprint", () => {
  for (const folded of document.querySelectorAll("details[data-folded]")) folded.open = false;
});
