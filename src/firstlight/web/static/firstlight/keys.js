// Single keys. They never act while one types, nor when they are switched off, here or in the account (WCAG 2.1.4).
const root = document.documentElement;
const PLACES = { h: "home", r: "readiness", a: "actions", s: "scope", t: "testing", d: "dependencies", l: "ledger" };
let wentFor = 0;

const kept = "fl-single-keys";
const areOn = () => root.dataset.singleKeys !== "off" && localStorage.getItem(kept) !== "off";
const typing = (target) => target.closest("input, textarea, select, [contenteditable]") || document.querySelector("dialog[open]");

const rows = () => [...document.querySelectorAll("main .fl-table tbody tr, main .fl-rows > *")].filter((row) => row.querySelector("a.open, a, button"));
const current = () => document.activeElement?.closest("main .fl-table tbody tr, main .fl-rows > *");

function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(current());
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)];
  (next.querySelector("a.open, a, button") ?? next).focus();
}

const acts = {
  j: () => move(1),
  k: () => move(-1),
  x: () => current()?.querySelector("input[type=checkbox]")?.click(),
  e: () => current()?.querySelector("[data-edit]")?.click(),
  "/": () => document.querySelector("main input[type=search]")?.focus(),
  "?": () => document.getElementById("keys")?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !areOn() || typing(event.target)) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (Date.now() - wentFor < 1200 && PLACES[key]) {
    const link = document.querySelector(`.fl-rail a[data-place="${PLACES[key]}"]`);
    if (link) {
      event.preventDefault();
      location.assign(link.href);
    }
    wentFor = 0;
    return;
  }
  wentFor = key === "g" ? Date.now() : 0;
  if (acts[key]) {
    event.preventDefault();
    acts[key]();
  }
});

const choice = document.querySelector("[data-single-keys] input");
if (choice) {
  choice.checked = areOn();
  choice.disabled = root.dataset.singleKeys === "off";
  choice.addEventListener("change", () => {
    if (choice.checked) localStorage.removeItem(kept);
    else localStorage.setItem(kept, "off");
  });
}
