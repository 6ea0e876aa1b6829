// Arrow keys walk along the links of the graph: right to what waits, left to what is waited for, up and down in a layer.
const graph = document.querySelector(".fl-graph svg");
const boxes = graph ? [...graph.querySelectorAll("a.box")] : [];
const byRef = new Map(boxes.map((box) => [box.dataset.ref, box]));
const names = (words) => (words ? words.split("\n") : []);
const near = (box, key) => names(box.dataset[key]).map((ref) => byRef.get(ref)).filter(Boolean);

// One stop for the Tab key; without this script every box is one.
function stop(box) {
  for (const one of boxes) one.setAttribute("tabindex", one === box ? "0" : "-1");
}

function beside(box, step) {
  const layer = boxes.filter((one) => one.dataset.layer === box.dataset.layer);
  return layer[layer.indexOf(box) + step];
}

const ways = {
  ArrowRight: (box) => near(box, "after")[0],
  ArrowLeft: (box) => near(box, "before")[0],
  ArrowUp: (box) => beside(box, -1),
  ArrowDown: (box) => beside(box, 1),
  Home: () => boxes[0],
  End: () => boxes[boxes.length - 1],
};

function mark(box) {
  const linked = new Set([box, ...near(box, "before"), ...near(box, "after")]);
  for (const one of boxes) one.classList.toggle("near", linked.has(one));
}

if (boxes.length) {
  const first = graph.querySelector("a.box.focus") ?? graph.querySelector("a.box.crit") ?? boxes[0];
  stop(first);
  const frame = graph.parentElement;
  const at = first.querySelector("rect");
  frame.scrollLeft = at.x.baseVal.value - frame.clientWidth / 2 + 84;
  frame.scrollTop = at.y.baseVal.value - frame.clientHeight / 2;
  graph.addEventListener("focusin", (event) => {
    const box = event.target.closest("a.box");
    if (box) mark(box);
  });
  graph.addEventListener("keydown", (event) => {
    const box = event.target.closest("a.box");
    const next = box && !event.ctrlKey && !event.metaKey && !event.altKey && ways[event.key]?.(box);
    if (!next) return;
    event.preventDefault();
    stop(next);
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest", inline: "center" });
  });
}
