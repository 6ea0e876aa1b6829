// The bars below a board are drawn once somebody comes near them, and again when what stands above the table changed.
const place = document.querySelector("[data-weekend]");
const top = document.querySelector('[data-part="top"]');
const REST = 5_000; // at most so often

let near = false;
let changed = true;
let last = -REST;
let waits = 0;

async function draw() {
  waits = 0;
  if (!near || !changed || document.hidden) return;
  const rest = last + REST - performance.now();
  if (rest > 0) {
    waits = setTimeout(draw, rest);
    return;
  }
  last = performance.now();
  changed = false;
  const answer = await fetch(place.dataset.weekend, { redirect: "manual" }).catch(() => null);
  if (!answer?.ok) {
    changed = true; // it is tried again with the next change
    return;
  }
  const old = place.firstElementChild;
  const left = old?.scrollLeft ?? 0;
  const focused = old !== null && old === document.activeElement;
  place.innerHTML = await answer.text();
  place.firstElementChild.scrollLeft = left;
  if (focused) place.firstElementChild.focus();
}

function soon() {
  if (!waits) waits = setTimeout(draw, 50);
}

new IntersectionObserver((seen) => {
  near = seen.some((one) => one.isIntersecting);
  soon();
}, { rootMargin: "200px" }).observe(place);
new MutationObserver(() => {
  changed = true;
  soon();
}).observe(top, { childList: true });
document.addEventListener("visibilitychange", soon);
