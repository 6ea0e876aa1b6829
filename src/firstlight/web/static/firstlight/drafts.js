// What one types is not lost: when the session ends, the network fails or a window is closed, it is there again.
// It lies in this browser under the account, for two weeks at most, and goes when it was saved, discarded, or signed out.
const owner = document.documentElement.dataset.account ?? "";
const PREFIX = "fl-draft:";
const FORTNIGHT = 14 * 24 * 3600 * 1000;

const KEPT = "form[method=post]:is(.fl-form, .fl-entry):not([data-no-draft])";
const fields = (form) => [...form.elements].filter((one) => one.name && one.name !== "csrfmiddlewaretoken" && one.name !== "idempotency_key" && !one.matches("[type=hidden], [type=file], [type=password], [type=submit], button, fieldset, [data-no-draft]"));
const value = (one) => (one.matches("[type=checkbox], [type=radio]") ? one.checked : one.value);
const unchanged = (one) => {
  if (one.matches("[type=checkbox], [type=radio]")) return one.checked === one.defaultChecked;
  if (one.matches("select")) return [...one.options].every((option) => option.selected === option.defaultSelected) || ![...one.options].some((option) => option.defaultSelected);
  return one.value === one.defaultValue;
};
// Forms of one page may lead to the same address: what their button says tells them apart.
const nameOfForm = (form) => [form.id || form.getAttribute("action") || "form", form.querySelector("button[name=act]")?.value].filter(Boolean).join(" ");
const keyOf = (form) => `${PREFIX}${owner}:${location.pathname}:${nameOfForm(form)}`;
const nameOf = (one) => (one.matches("[type=checkbox], [type=radio]") ? `${one.name}=${one.value}` : one.name);

function read(key) {
  try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
}

function write(key, draft) {
  try { localStorage.setItem(key, JSON.stringify(draft)); } catch { /* storage is full or off: typing goes on */ }
}

function keep(form) {
  const changed = fields(form).filter((one) => !unchanged(one));
  if (!changed.length) localStorage.removeItem(keyOf(form));
  else write(keyOf(form), { at: Date.now(), values: Object.fromEntries(changed.map((one) => [nameOf(one), value(one)])) });
}

function restore(form, draft) {
  const back = fields(form).filter((one) => nameOf(one) in draft.values && value(one) !== draft.values[nameOf(one)]);
  for (const one of back) {
    if (one.matches("[type=checkbox], [type=radio]")) one.checked = draft.values[nameOf(one)];
    else one.value = draft.values[nameOf(one)];
    one.dispatchEvent(new Event("change", { bubbles: true }));
  }
  return back.length;
}

function tell(form) {
  const template = document.getElementById("draft-restored");
  if (!template) return;
  const line = template.content.firstElementChild.cloneNode(true);
  line.querySelector("button").addEventListener("click", () => {
    localStorage.removeItem(keyOf(form));
    form.reset();
    line.remove();
  });
  form.prepend(line);
  for (let around = form.closest("details") ?? form.querySelector("details"); around; around = around.parentElement.closest("details")) around.open = true;
}

// A form that was sent and led to a page of the product is saved. One that led to the door (sign-in, refusal), or from
// which one came back with the back button, is not: its draft is there again.
const arrived = document.documentElement.dataset.arrived === "yes";
const settled = arrived && performance.getEntriesByType("navigation")[0]?.type === "navigate";

for (const key of Object.keys(localStorage).filter((one) => one.startsWith(PREFIX))) {
  const draft = read(key);
  if (!draft || Date.now() - draft.at > FORTNIGHT || (draft.sent && settled)) localStorage.removeItem(key);
  else if (draft.sent) write(key, { ...draft, sent: false });
}

if (owner) {
  for (const form of document.querySelectorAll(KEPT)) {
    const draft = read(keyOf(form));
    if (draft && restore(form, draft)) tell(form);
  }
  // A page that moves by itself makes its forms anew: what all of them have in common is listened to above them.
  for (const kind of ["input", "change"]) document.addEventListener(kind, (event) => {
    const form = event.target.closest?.("form");
    if (form?.matches(KEPT)) keep(form);
  });
  document.addEventListener("submit", ({ target: form }) => {
    const now = form.matches(KEPT) && read(keyOf(form));
    if (now) write(keyOf(form), { ...now, sent: true });
  }, true);
  for (const out of document.querySelectorAll("form[data-sign-out]")) {
    out.addEventListener("submit", () => {
      for (const key of Object.keys(localStorage)) if (key.startsWith(`${PREFIX}${owner}:`)) localStorage.removeItem(key);
    });
  }
}
