// Arrow keys walk along the rows of a chart, of which only one is a stop for the Tab key. A band shows which bar is whose.
const rows = [...document.querySelectorAll(".fl-chart ol > li")];
const links = rows.map((row) => row.querySelector("a")).filter(Boolean);
const drawing = document.querySelector(".fl-chart svg.fl-gantt");

function stop(link) {
  for (const one of links) one.tabIndex = one === link ? 0 : -1;
}

if (drawing && links.length) {
  const band = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of [["class", "band"], ["x", "0"], ["width", "100%"], ["height", "28"], ["visibility", "hidden"]]) band.setAttribute(name, value);
  drawing.prepend(band);
  const show = (row) => {
    const at = rows.indexOf(row);
    for (const one of rows) one.classList.toggle("on", one === row);
    band.setAttribute("visibility", at < 0 ? "hidden" : "visible");
    if (at >= 0) band.setAttribute("y", String(26 + at * 28));
  };
  const list = rows[0].parentElement;
  stop(links[0]);
  list.addEventListener("focusin", (event) => {
    stop(event.target);
    show(event.target.closest("li"));
  });
  list.addEventListener("focusout", () => show(null));
  list.addEventListener("mouseover", (event) => show(event.target.closest("li")));
  list.addEventListener("mouseleave", () => show(document.activeElement.closest(".fl-chart li")));
  list.addEventListener("keydown", (event) => {
    const at = links.indexOf(event.target);
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, PageUp: Math.max(0, at - 10), PageDown: Math.min(links.length - 1, at + 10), Home: 0, End: links.length - 1 }[event.key];
    if (to === undefined || !links[to]) return;
    event.preventDefault();
    event.stopPropagation();
    links[to].focus();
    links[to].scrollIntoView({ block: "nearest", inline: "nearest" });
  });
}
