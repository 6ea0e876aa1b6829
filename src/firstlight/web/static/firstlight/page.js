// What a page does in the browser besides showing itself. Everything works without it.

// The zone of this device, so that the server can write times in it beside the project's own.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const zoneCookie = `fl-zone=${encodeURIComponent(zone)}`;
if (zone && !document.cookie.split("; ").includes(zoneCookie)) {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${zoneCookie}; path=/; max-age=31536000; samesite=lax${secure}`;
  // A board is told what changes, not everything: one that was made without the times of this device is made again.
  if (document.querySelector("[data-live]") && document.cookie.includes(zoneCookie)) location.reload();
}

// A menu that was opened on a narrow screen must not stay on top when the screen becomes wide.
matchMedia("(min-width: 62rem)").addEventListener("change", () => {
  for (const menu of document.querySelectorAll("[popover]:popover-open")) menu.hidePopover();
});

// Menus that unfold close when one presses elsewhere, or Escape.
const unfolded = () => document.querySelectorAll("details:is(.fl-account, .fl-filter-menu)[open]");
document.addEventListener("click", (event) => {
  for (const one of unfolded()) if (!one.contains(event.target)) one.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const one of unfolded()) {
    if (one.contains(document.activeElement)) one.querySelector("summary").focus();
    one.open = false;
  }
});

// A field to copy from is selected as a whole, and has a button where the browser can copy.
for (const field of document.querySelectorAll("[data-select]")) field.addEventListener("focus", () => field.select());
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    button.querySelector("span").textContent = button.dataset.copied;
  });
}
