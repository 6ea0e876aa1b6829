// What people enter waits in this browser until the server has said that it is kept. Each entry has a key of its own from
// the moment somebody pressed; sent twice, it is done once. They are sent one after the other, in their order.
const PREFIX = "fl-entries:";
const DAY = 24 * 3600 * 1000; // the server remembers keys for two

export class Queue {
  constructor(page, tells) {
    this.page = page;
    this.tells = tells;
    this.kept = `${PREFIX}${document.documentElement.dataset.account}:${page.dataset.changes}`;
    this.sending = false;
    this.place = page.querySelector("[data-queue]");
    document.addEventListener("submit", (event) => this.take(event));
    addEventListener("storage", (event) => event.key === this.kept && this.shown());
    for (const one of this.read()) if (one.state === "sending") this.change(one.key, { state: "pending" });
    queueMicrotask(() => this.shown());
  }

  read() {
    try { return JSON.parse(localStorage.getItem(this.kept)) ?? []; } catch { return this.memory ?? []; }
  }

  write(entries) {
    this.memory = entries;
    try { localStorage.setItem(this.kept, JSON.stringify(entries)); } catch { /* storage is full or off: it lasts as long as the page */ }
    this.shown();
  }

  change(key, values) {
    this.write(this.read().map((one) => (one.key === key ? { ...one, ...values } : one)));
  }

  remove(key) {
    this.write(this.read().filter((one) => one.key !== key));
  }

  waiting() {
    return this.read().filter((one) => one.state === "pending" || one.state === "sending").length;
  }

  // A form of the board was sent: it is taken down here, and shown as pending.
  take(event) {
    const form = event.target;
    if (form.id !== "act" && !("act" in form.dataset)) return;
    event.preventDefault();
    const button = event.submitter;
    const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "idempotency_key" && name !== "next");
    if (button?.name) fields.push([button.name, button.value]);
    if (form.id === "act") fields.push(["seen", this.page.dataset.id.split(".")[0]]);
    const what = `${button?.firstChild?.textContent?.trim() ?? ""} ${fields.find(([name]) => name === "act")?.[1].split(" ").slice(1).join(" ") ?? ""}`;
    const entry = { key: newKey(), url: form.action, fields, what, at: Date.now(), state: "pending" };
    for (const one of form.elements) if (one.matches("textarea, input:not([type=hidden])")) one.defaultValue = one.value;
    form.closest("main details.fl-more")?.removeAttribute("open");
    this.write([...this.read(), entry]);
    this.go();
  }

  // Send what waits. One tab does so at a time.
  async go() {
    if (this.sending) return;
    this.sending = true;
    try {
      if (navigator.locks) await navigator.locks.request(this.kept, () => this.all());
      else await this.all();
    } finally {
      this.sending = false;
    }
  }

  async all() {
    for (;;) {
      const next = this.read().find((one) => one.state === "pending");
      if (!next || !(await this.send(next))) return;
    }
  }

  async send(entry) {
    this.change(entry.key, { state: "sending" });
    const body = new URLSearchParams(entry.fields);
    body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    let answer;
    try {
      answer = await fetch(entry.url, {
        method: "POST", body, redirect: "manual",
        headers: { Accept: "application/json", "Idempotency-Key": entry.key },
      });
    } catch {
      return this.later(entry);
    }
    if (answer.type === "opaqueredirect") {
      this.tells.out();
      return this.later(entry);
    }
    if (!answer.headers.get("content-type")?.includes("json")) return this.strange(entry, answer);
    const told = await answer.json().catch(() => null);
    if (!told) return this.later(entry);
    if (answer.ok) {
      this.remove(entry.key);
      this.tells.saved(told.saved);
      return true;
    }
    if (told.code === "both-changed") this.change(entry.key, { state: "clash", said: told.said, theirs: told.theirs, mine: told.yours, field: told.field, version: told.version });
    else this.change(entry.key, { state: "refused", said: told.said });
    return true;
  }

  later(entry) {
    this.change(entry.key, { state: "pending" });
    return false;
  }

  // No answer of ours: the form was too old for the session that there is now, or the server is in trouble.
  async strange(entry, answer) {
    if (answer.status === 403 && !entry.again) {
      const page = await fetch(location.href, { redirect: "manual" }).catch(() => null);
      if (page?.type === "opaqueredirect") this.tells.out();
      const fresh = page?.ok && new DOMParser().parseFromString(await page.text(), "text/html");
      const token = fresh && fresh.querySelector("[name=csrfmiddlewaretoken]")?.value;
      if (token) {
        for (const one of document.querySelectorAll("[name=csrfmiddlewaretoken]")) one.value = token;
        this.change(entry.key, { state: "pending", again: true });
        return true;
      }
      return this.later(entry);
    }
    if (answer.status >= 500) return this.later(entry);
    this.change(entry.key, { state: "refused", said: `HTTP ${answer.status}` });
    return true;
  }

  // Each entry that is not kept yet, with what can be done about it; and the rows it is about.
  shown() {
    const entries = this.read();
    const old = entries.filter((one) => Date.now() - one.at > DAY && one.state === "pending");
    for (const one of old) one.state = "refused";
    this.place.hidden = !entries.length;
    this.place.replaceChildren(...entries.map((one) => this.line(one)));
    for (const row of document.querySelectorAll("tr[data-pending]")) row.removeAttribute("data-pending");
    for (const one of entries) {
      const ref = one.fields.find(([name]) => name === "act")?.[1].split(" ").slice(1).join(" ");
      document.getElementById(`s-${ref}`)?.setAttribute("data-pending", "");
    }
    this.tells.changed();
  }

  line(entry) {
    const line = document.getElementById("queue-line").content.firstElementChild.cloneNode(true);
    line.dataset.state = entry.state;
    line.querySelector("[data-what]").textContent = entry.what;
    line.querySelector("[data-said]").textContent = entry.said ?? "";
    line.querySelector("[data-theirs]").textContent = entry.theirs ?? "";
    line.querySelector("[data-mine]").textContent = entry.mine ?? "";
    line.querySelector('[data-take="mine"]').addEventListener("click", () => this.insist(entry));
    for (const way of ["theirs", "drop"]) line.querySelector(`[data-take="${way}"]`).addEventListener("click", () => this.remove(entry.key));
    return line;
  }

  // Mine all the same: what they wrote has been seen now, so it is another entry, under another key.
  insist(entry) {
    const fields = [...entry.fields.filter(([name]) => name !== "seen"), ["seen", String(entry.version)]];
    this.write(this.read().map((one) => (one.key === entry.key ? { ...one, fields, key: newKey(), state: "pending", said: "" } : one)));
    this.go();
  }
}

// A browser gives random names only to pages that came safely; elsewhere numbers do.
function newKey() {
  return crypto.randomUUID?.() ?? [...crypto.getRandomValues(new Uint32Array(4))].join("-");
}
