// A page that stood open while the program was upgraded says so, and is loaded anew once nothing can be lost by that: what
// waits to be sent is kept in the browser in any case.
const KEPT = "fl-edition";
const WITHIN = 10_000; // hundreds of pages notice at the same moment, and must not all come back in it

export class Newer {
  constructor(page, idle) {
    this.page = page;
    this.idle = idle;
    this.heard = "";
    this.place = page.querySelector("[data-newer]");
    this.place.querySelector("[data-load]").addEventListener("click", () => location.reload());
  }

  // Which version the server makes. Twice the same other one: while servers are replaced one by one, old ones answer, too.
  hears(told) {
    const other = told && told !== this.page.dataset.edition ? told : "";
    if (other && other === this.heard && this.place.hidden) this.show(other);
    this.heard = other;
  }

  show(other) {
    this.place.hidden = false;
    if (sessionStorage.getItem(KEPT) === other) return; // it was loaded for that already and is not it: by hand, then
    setTimeout(() => this.load(other), Math.random() * WITHIN);
  }

  load(other) {
    if (!this.idle()) {
      setTimeout(() => this.load(other), 1000);
      return;
    }
    sessionStorage.setItem(KEPT, other);
    location.reload();
  }
}
