// Light or dark. The choice is kept in a cookie, so that the server writes data-bs-theme and no page flashes.
// Choosing what the device has anyway means: follow the device again.
const root = document.documentElement;
const deviceIsDark = matchMedia("(prefers-color-scheme: dark)");

function flip() {
  const pageIsDark = root.dataset.bsTheme === "auto" ? deviceIsDark.matches : root.dataset.bsTheme === "dark";
  const follows = deviceIsDark.matches === !pageIsDark;
  root.dataset.bsTheme = follows ? "auto" : pageIsDark ? "light" : "dark";
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `fl-theme=${root.dataset.bsTheme}; path=/; max-age=${follows ? 0 : 31536000}; samesite=lax${secure}`;
}

for (const button of document.querySelectorAll("[data-theme-toggle]")) button.addEventListener("click", flip);
