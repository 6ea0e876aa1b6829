// Hundreds of rows fold by lane: what waits and what is done is opened where it is wanted. Rows go on moving inside.
const table = document.querySelector(".fl-live-table");
const FOLDED = ["waiting", "done"];

for (const body of table.tBodies) {
  const head = body.querySelector(".fl-lane > th");
  const words = head.childNodes[1].textContent.trim();
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-quiet btn-sm fl-fold";
  const fold = (folded) => {
    body.classList.toggle("is-folded", folded);
    button.setAttribute("aria-expanded", String(!folded));
    button.textContent = folded ? table.dataset.unfold : table.dataset.fold;
    button.setAttribute("aria-label", `${button.textContent}: ${words}`);
  };
  button.addEventListener("click", () => fold(!body.classList.contains("is-folded")));
  fold(FOLDED.includes(body.dataset.lane));
  head.append(" ", button);
}
