// A session that is over begins again in place: the form of the sign-in page stands in a dialog, step by step.
const dialog = document.getElementById("signed-out");
const room = dialog.querySelector("[data-door]");
let then = null;

export function askToSignIn(whenIn) {
  then = whenIn;
  if (dialog.open) return;
  dialog.showModal();
  show(room.dataset.url);
}

async function show(address, options) {
  let answer;
  try {
    answer = await fetch(address, { ...options, headers: { Accept: "text/html" } });
  } catch {
    room.textContent = room.dataset.broken;
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  // Only the door's own pages are open to who is not signed in; anything else means that one is in.
  if (page.documentElement.dataset.arrived === "yes") return inside(page);
  const form = [...page.querySelectorAll("main form[method=post]")].find((one) => one.querySelector("[type=password], [name=code]")) ?? page.querySelector("main form[method=post]");
  room.replaceChildren(...[page.querySelector(".fl-banner, .fl-error"), form].filter(Boolean).map((one) => document.importNode(one, true)));
  room.querySelector("form")?.addEventListener("submit", (event) => {
    event.preventDefault();
    show(new URL(form.getAttribute("action") || answer.url, answer.url), { method: "POST", body: new URLSearchParams(new FormData(event.target, event.submitter)) });
  });
  room.querySelector("input:not([type=hidden])")?.focus();
}

async function inside(page) {
  // Somebody else at this device must not send what another one entered.
  if (page.documentElement.dataset.account && page.documentElement.dataset.account !== document.documentElement.dataset.account) return location.reload();
  const fresh = await fetch(location.href).catch(() => null);
  const now = fresh?.ok && new DOMParser().parseFromString(await fresh.text(), "text/html");
  if (now && now.documentElement.dataset.account !== document.documentElement.dataset.account) return location.reload();
  const token = now && now.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (token) for (const one of document.querySelectorAll("[name=csrfmiddlewaretoken]")) one.value = token;
  dialog.close();
  room.replaceChildren();
  then?.();
}

dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
// Signed in elsewhere meanwhile: whoever comes back to this window need not do it again. What is being typed stays.
addEventListener("focus", () => {
  const typing = [...room.querySelectorAll("input:not([type=hidden])")].some((one) => one.value);
  if (dialog.open && !typing) show(location.href);
});
