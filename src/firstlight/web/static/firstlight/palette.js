// The command palette: Ctrl K or Command K opens it everywhere. It shows what the search page would.
const palette = document.getElementById("palette");

if (palette) {
  const words = palette.querySelector("input[type=search]");
  const found = palette.querySelector(".found");
  let asked = 0;
  let waiting = 0;

  const links = () => [...found.querySelectorAll("a")];

  function mark(link) {
    for (const one of links()) one.removeAttribute("aria-current");
    words.removeAttribute("aria-activedescendant");
    if (!link) return;
    link.setAttribute("aria-current", "true");
    link.scrollIntoView({ block: "nearest" });
    words.setAttribute("aria-activedescendant", link.id);
  }

  async function look() {
    const mine = ++asked;
    const address = `${palette.dataset.source}?q=${encodeURIComponent(words.value)}`;
    let text = "";
    try {
      const answer = await fetch(address, { headers: { "X-Firstlight-Part": "palette" } });
      if (answer.redirected || !answer.ok) throw new Error(String(answer.status));
      text = await answer.text();
    } catch {
      // No network, or signed out: the form still leads to the page, which says so.
      return;
    }
    if (mine !== asked) return;
    found.innerHTML = text;
    links().forEach((link, at) => { link.id = `found-${at}`; });
    mark(links()[0]);
  }

  function open() {
    if (palette.open) return;
    for (const other of document.querySelectorAll("dialog[open]")) other.close();
    palette.showModal();
    words.select();
    look();
  }

  words.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 120);
  });

  palette.addEventListener("keydown", (event) => {
    const all = links();
    const at = all.findIndex((one) => one.hasAttribute("aria-current"));
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (all.length) mark(all[(at + step + all.length) % all.length]);
    } else if (event.key === "Enter" && event.target === words && all[at]) {
      event.preventDefault();
      location.assign(all[at].href);
    }
  });

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
    }
  });
  for (const link of document.querySelectorAll("[data-palette-open]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      open();
    });
  }
}

// Dialogs close by their button and by a press beside them; Escape is the browser's own.
for (const dialog of document.querySelectorAll("dialog.fl-palette")) {
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
  });
}
