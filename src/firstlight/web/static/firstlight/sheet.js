// Lists as in Excel: cells that are edited in place, rows that are ticked, pasting. The pages do all of it without.

const table = document.querySelector("table[data-cells]");
const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";

// Undo in the sentence after a change is one press.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-post]");
  if (!link || !token()) return;
  event.preventDefault();
  const form = document.createElement("form");
  form.method = "post";
  form.action = link.href;
  for (const [name, value] of [["csrfmiddlewaretoken", token()], ["next", new URL(link.href).searchParams.get("next") ?? ""]]) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
  }
  document.body.append(form);
  form.submit();
});

// Ticking: shift takes all between; the bar says how many.
const boxes = () => [...document.querySelectorAll(".fl-pick input[type=checkbox]")];
let last = null;
const counted = () => {
  const mark = document.querySelector("[data-count]");
  if (!mark) return;
  const count = boxes().filter((box) => box.checked).length;
  mark.hidden = !count;
  mark.textContent = mark.dataset.count.replace("%d", count);
};
document.addEventListener("click", (event) => {
  const box = event.target.closest(".fl-pick input[type=checkbox]");
  if (!box) return;
  const all = boxes();
  if (event.shiftKey && last) {
    const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
    for (const one of all.slice(from, to + 1)) one.checked = box.checked;
  }
  last = box;
  counted();
});

if (table) {
  counted();
  const hint = document.querySelector("[data-hint]");
  if (hint) hint.hidden = false;
  const cells = () => [...table.querySelectorAll("tbody [data-edit]")];
  const rove = (cell) => {
    for (const one of table.querySelectorAll("[data-edit][tabindex='0']")) one.tabIndex = -1;
    cell.tabIndex = 0;
  };
  for (const one of cells()) one.tabIndex = -1;
  if (cells()[0]) rove(cells()[0]);

  const address = (cell) => {
    const query = new URLSearchParams({ row: cell.closest("tr").dataset.row, column: cell.dataset.edit });
    const columns = new URLSearchParams(location.search).get("columns");
    if (columns) query.set("columns", columns);
    return `${table.dataset.cells}?${query}`;
  };
  let kept = null; // what the open cell held
  const leave = () => {
    if (!kept) return;
    const { cell, nodes } = kept;
    kept = null;
    cell.replaceChildren(...nodes);
    cell.focus();
  };
  const put = (cell, text) => {
    const holder = document.createElement("template");
    holder.innerHTML = text;
    cell.replaceChildren(holder.content);
    const field = cell.querySelector("form :is(input:not([type=hidden]), select, textarea)");
    field?.focus();
    field?.select?.();
  };
  const say = (words) => {
    const place = document.querySelector("main [role=status]");
    if (!place) return;
    const line = document.createElement("div");
    line.className = "fl-card fl-pad";
    line.innerHTML = words;
    place.replaceChildren(line);
  };
  const open = async (cell) => {
    if (kept) leave();
    const answer = await fetch(address(cell));
    if (!answer.ok) return;
    kept = { cell, nodes: [...cell.childNodes] };
    put(cell, await answer.text());
  };
  const store = async (form, next) => {
    const { cell } = kept;
    const row = cell.closest("tr");
    const answer = await fetch(address(cell), { method: "POST", body: new FormData(form) });
    if (answer.headers.get("content-type")?.includes("json")) {
      const { row: fresh, said } = await answer.json();
      const column = cell.dataset.edit;
      kept = null;
      const holder = document.createElement("template");
      holder.innerHTML = fresh;
      const made = holder.content.querySelector("tr[data-row]");
      row.replaceWith(made);
      for (const one of made.querySelectorAll("[data-edit]")) one.tabIndex = -1;
      const here = made.querySelector(`[data-edit="${column}"]`);
      const all = cells();
      const there = next ? all[all.indexOf(here) + next] : here;
      if (there) rove(there);
      there?.focus();
      if (next && there) open(there);
      say(said);
    } else if (answer.status === 409 || answer.status === 422) put(cell, await answer.text());
    else location.reload();
  };

  table.addEventListener("dblclick", (event) => {
    const cell = event.target.closest("[data-edit]");
    if (cell && !cell.querySelector("form")) open(cell);
  });
  table.addEventListener("submit", (event) => {
    event.preventDefault();
    store(event.target, 0);
  });
  table.addEventListener("click", (event) => {
    if (event.target.closest("[data-theirs]")) location.reload();
    const cell = event.target.closest("[data-edit]");
    if (cell && !event.target.closest("a, button, form")) {
      rove(cell);
      cell.focus();
    }
  });
  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("[data-edit]");
    if (!cell) return;
    const form = event.target.closest(".fl-cell-form");
    if (form) {
      if (event.key === "Escape") leave();
      else if (event.key === "Tab" && form.querySelector("[data-theirs]")) return; // on to the buttons: whose text stays is chosen
      else if (event.key === "Tab") store(form, event.shiftKey ? -1 : 1);
      else if (event.key === "Enter" && event.target.tagName === "SELECT") store(form, 0);
      else return;
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (event.target !== cell) return;
    const all = cells();
    const wide = cell.parentElement.querySelectorAll("[data-edit]").length;
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -wide, ArrowDown: wide }[event.key];
    if (event.key === "F2" || event.key === "Enter") open(cell);
    else if (step && all[all.indexOf(cell) + step]) {
      rove(all[all.indexOf(cell) + step]);
      all[all.indexOf(cell) + step].focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });

  // Rows that are pasted anywhere but into a field go to the preview.
  document.addEventListener("paste", (event) => {
    if (event.target.closest?.("input, textarea, select")) return;
    const text = event.clipboardData.getData("text/plain");
    if (!text.includes("\t")) return;
    event.preventDefault();
    const form = document.createElement("form");
    Object.assign(form, { method: "post", action: table.dataset.importing, hidden: true });
    const words = document.createElement("textarea");
    Object.assign(words, { name: "text", value: text });
    const proof = document.createElement("input");
    Object.assign(proof, { type: "hidden", name: "csrfmiddlewaretoken", value: token() });
    form.append(words, proof);
    document.body.append(form);
    form.submit();
  });
}
