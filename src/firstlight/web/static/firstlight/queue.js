// What people enter waits in this browser until the server has said that it is kept. Each entry has a key of its own from
// the moment somebody pressed; sent twice, it is done once. They are sent one after the other, in their order.
const PREFIX = "fl-entries:";
const DAY = 24 * 3600 * 1000; // the server remembers keys for two; what waited longer than one is looked at before it is sent
const WAS = "was-"; // what stood in a field before
const LONGEST = 15_000; // between two tries
const SLOW = 3000; // an answer that takes longer is told to who waits for it
const UNSAID = ["act", "seen"];
const WORDS_ONLY = ["note", "block", "reassign"]; // without words there is nothing to enter

const stateOf = (entry) => (entry.state === "pending" && Date.now() - entry.at > DAY ? "old" : entry.state);

export class Queue {
  constructor(page, tells) {
    this.page = page;
    this.tells = tells;
    this.kept = `${PREFIX}${document.documentElement.dataset.account}:${page.dataset.changes}`;
    this.sending = false;
    this.failed = 0; // how often in a row nothing got through
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
    return this.read().filter((one) => ["pending", "sending"].includes(stateOf(one))).length;
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
    for (const one of form.elements) {
      if (one.type === "radio") one.defaultChecked = one.checked;
      if (one.matches("textarea, input:not([type=hidden])")) one.defaultValue = one.value;
      for (const option of one.options ?? []) option.defaultSelected = option.selected;
    }
    form.dispatchEvent(new Event("change", { bubbles: true })); // it waits here now, so it is no draft any more
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
      const next = this.read().find((one) => stateOf(one) === "pending");
      if (!next || !(await this.send(next))) return;
    }
  }

  async send(entry) {
    this.change(entry.key, { state: "sending", slow: false });
    const slow = setTimeout(() => this.change(entry.key, { slow: true }), SLOW);
    try {
      return await this.sent(entry);
    } finally {
      clearTimeout(slow);
    }
  }

  async sent(entry) {
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
      return this.waits(entry);
    }
    const facts = answer.headers.get("content-type")?.includes("json");
    const told = facts ? await answer.json().catch(() => null) : null;
    if (answer.status >= 500) return this.later(entry, told?.said); // the server, or its database, is in trouble: nothing is saved yet
    if (!facts) return this.strange(entry, answer);
    if (!told) return this.later(entry);
    this.failed = 0;
    if (answer.ok) {
      this.remove(entry.key);
      this.tells.saved(told.saved);
      return true;
    }
    if (told.code === "being-done") return this.later(entry);
    if (told.code === "both-changed") this.change(entry.key, { state: "clash", said: told.said, clashes: told.clashes, version: told.version });
    else this.change(entry.key, { state: "refused", said: told.said, taken: told.code === "key-used-before" });
    return true;
  }

  // It did not get through: once more in a moment, and then more rarely, also while the board itself is told of changes.
  later(entry, said = "") {
    this.waits(entry, said);
    this.failed += 1;
    clearTimeout(this.next);
    this.next = setTimeout(() => this.go(), Math.min(1000 * 2 ** (this.failed - 1), LONGEST));
    return false;
  }

  waits(entry, said = "") {
    this.change(entry.key, { state: "pending", said });
    return false;
  }

  // No answer of ours: the form was too old for the session that there is now.
  async strange(entry, answer) {
    if (answer.status === 403 && !entry.again) {
      const page = await fetch(location.href, { redirect: "manual" }).catch(() => null);
      if (page?.type === "opaqueredirect") {
        this.tells.out();
        return this.waits(entry);
      }
      const fresh = page?.ok && new DOMParser().parseFromString(await page.text(), "text/html");
      const token = fresh && fresh.querySelector("[name=csrfmiddlewaretoken]")?.value;
      if (token) {
        for (const one of document.querySelectorAll("[name=csrfmiddlewaretoken]")) one.value = token;
        this.change(entry.key, { state: "pending", again: true });
        return true;
      }
      return this.later(entry);
    }
    this.change(entry.key, { state: "refused", said: `HTTP ${answer.status}` });
    return true;
  }

  // Each entry that is not kept yet, with what can be done about it; and the rows it is about.
  shown() {
    const entries = this.read();
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
    line.dataset.state = entry.state === "sending" && entry.slow ? "slow" : stateOf(entry);
    line.querySelector("[data-what]").textContent = entry.what;
    line.querySelector("[data-said]").textContent = entry.said ?? "";
    const clashes = entry.clashes ?? [];
    const mine = clashes.length && entry.state === "clash" ? clashes.map((one) => one.yours) : typed(entry).map(([, value]) => value);
    line.querySelector("[data-typed]").replaceChildren(...mine.map(quoted));
    line.querySelector("[data-theirs]").replaceChildren(...clashes.map((one) => quoted(one.theirs)));
    line.querySelector('[data-take="mine"]').addEventListener("click", () => this.insist(entry));
    line.querySelector('[data-take="again"]').addEventListener("click", () => this.again(entry));
    line.querySelector('[data-take="theirs"]').addEventListener("click", () => this.yields(entry));
    line.querySelector('[data-take="drop"]').addEventListener("click", () => this.remove(entry.key));
    return line;
  }

  // Once more, as it is. Under the same key, unless that one belongs to something else.
  again(entry) {
    this.change(entry.key, { state: "pending", said: "", again: false, at: Date.now(), ...(entry.taken && { key: newKey() }) });
    this.go();
  }

  // Mine all the same: what they wrote has been seen now, so it is another entry, under another key.
  insist(entry) {
    const fields = [...entry.fields.filter(([name]) => name !== "seen"), ["seen", String(entry.version)]];
    this.change(entry.key, { fields, key: newKey(), state: "pending", said: "" });
    this.go();
  }

  // Theirs, where they wrote. What else somebody entered with it is still to be done.
  yields(entry) {
    const names = (entry.clashes ?? []).map((one) => one.field);
    const rest = { ...entry, fields: entry.fields.filter(([name]) => !names.includes(name)) };
    const act = rest.fields.find(([name]) => name === "act")?.[1].split(" ")[0];
    if (WORDS_ONLY.includes(act) && !typed(rest).length) return this.remove(entry.key);
    this.change(entry.key, { fields: rest.fields });
    this.insist(rest);
  }
}

// What somebody typed for an entry, so that it can be read while it waits, and copied where it is not taken.
function typed(entry) {
  const before = new Map(entry.fields.filter(([name]) => name.startsWith(WAS)).map(([name, value]) => [name.slice(WAS.length), value]));
  return entry.fields.filter(([name, value]) => !UNSAID.includes(name) && !name.startsWith(WAS) && value.trim() && value !== before.get(name));
}

function quoted(text) {
  const quote = document.createElement("q");
  quote.textContent = text;
  return quote;
}

// A browser gives random names only to pages that came safely; elsewhere numbers do.
function newKey() {
  return crypto.randomUUID?.() ?? [...crypto.getRandomValues(new Uint32Array(4))].join("-");
}
