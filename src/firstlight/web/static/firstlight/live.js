// The board moves by itself: what changed comes as a stream of events, and where no stream gets through it is asked for.
import { Queue } from "./queue.js";
import { Newer } from "./newer.js";
import { askToSignIn } from "./door.js";

const page = document.querySelector("[data-live]");
const mark = document.querySelector("[data-mark]");
const BEHIND = 10_000; // so long nothing may be heard before the page says that it is behind
const POLL = 5_000;
const whole = "whole" in page.dataset ? "&all=yes" : ""; // others are not told when times of waiting steps move

let heard = performance.now();
let position = page.dataset.id;
let saved = "";
let source = null;
let opened = -POLL; // when the stream was opened last
let signedOut = false;
let cut = false; // the browser itself says that it has no network
let asked = 0; // how often the page of a step was taken again, and which of these is shown
let renewed = 0;

const table = page.querySelector(".fl-live-table");
const bodies = new Map([...(table?.tBodies ?? [])].map((body) => [body.dataset.lane, body]));
const names = (page.dataset.names ?? "").split("|").filter(Boolean).map((one) => one.toLocaleLowerCase());

function fits(row) {
  const who = row.dataset.who.split("|").map((one) => one.toLocaleLowerCase());
  return (!("critical" in page.dataset) || "critical" in row.dataset)
    && (!page.dataset.team || row.dataset.team === page.dataset.team)
    && (!page.dataset.person || who.includes(page.dataset.person.toLocaleLowerCase()))
    && (!("mine" in page.dataset) || names.some((one) => who.includes(one)));
}

// Tags of a table are only read inside one.
function rowOf(html) {
  const around = document.createElement("template");
  around.innerHTML = `<table><tbody>${html}</tbody></table>`;
  return around.content.querySelector("tr");
}

// A row that stands here already, with other cells; null where it does not, as whoever leaves it out goes on doing so.
function renewedRow(ref, lane, order, cells) {
  const row = document.getElementById(`s-${ref}`)?.cloneNode(true);
  if (!row) return null;
  row.dataset.lane = lane;
  row.dataset.order = order;
  for (const [at, html] of Object.entries(cells)) row.cells[at].replaceWith(rowOf(`<tr>${html}</tr>`).cells[0]);
  return row;
}

function place(row, lane, order) {
  if (!row) return;
  const body = bodies.get(lane);
  const old = document.getElementById(row.id);
  const focused = old?.contains(document.activeElement) ? document.activeElement : null;
  const words = focused?.getAttribute("value") ?? focused?.getAttribute("href");
  if (!body || !fits(row)) {
    old?.remove();
    return;
  }
  const after = [...body.rows].find((one) => one !== old && one.id && Number(one.dataset.order) > order);
  if (old && old.parentElement === body && old.dataset.order === row.dataset.order) old.replaceWith(row);
  else {
    old?.remove();
    body.insertBefore(row, after ?? null);
  }
  // Whoever stands on a row goes on standing there, also when its button has changed.
  if (focused) (row.querySelector(`[value="${CSS.escape(words ?? "")}"], [href="${CSS.escape(words ?? "")}"]`) ?? row.querySelector("a.open"))?.focus();
}

function counted() {
  for (const body of bodies.values()) {
    const rows = body.rows.length - 1;
    body.hidden = !rows;
    body.querySelector(".fl-lane-count").textContent = rows;
  }
  const none = page.querySelector("[data-none]");
  if (none) none.hidden = [...bodies.values()].some((body) => !body.hidden);
}

function change(told) {
  if (told.whole) {
    const stay = new Set(told.rows.map(([ref]) => `s-${ref}`)); // so that whoever stands on one goes on standing there
    for (const body of bodies.values()) for (const row of [...body.rows]) if (row.id && !stay.has(row.id)) row.remove();
  }
  for (const [ref, lane, order, what] of table ? told.rows : []) {
    place(typeof what === "string" ? rowOf(what) : renewedRow(ref, lane, order, what), lane, order);
  }
  if (table) counted();
  for (const [lane, count] of Object.entries(told.counts)) {
    const place = page.querySelector(`[data-count="${lane}"]`);
    if (place) place.textContent = count;
  }
  for (const name of ["top", "side"]) {
    const part = page.querySelector(`[data-part="${name}"]`);
    if (part && name in told) part.innerHTML = told[name];
  }
  if (page.dataset.step && (told.whole || told.rows.some(([ref]) => ref === page.dataset.step))) freshen();
  position = told.id;
  queue.shown();
}

// The page of one step takes its parts from the server again; what somebody types stays. An answer that comes after one
// that was asked for later is left aside.
async function freshen() {
  const turn = ++asked;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  const words = answer?.ok ? await answer.text() : "";
  if (!words || turn < renewed) return;
  renewed = turn;
  const fresh = new DOMParser().parseFromString(words, "text/html");
  for (const part of page.querySelectorAll("[data-fresh]")) {
    const now = fresh.querySelector(`[data-fresh="${part.dataset.fresh}"]`);
    if (now && ![...part.querySelectorAll("textarea, select, input:not([type=hidden])")].some(begun)) renew(part, document.importNode(now, true));
  }
}

// Whether somebody is at a field, or has been: then it stays as it is.
function begun(field) {
  if (field === document.activeElement) return true;
  if (field.matches("select")) return field.selectedIndex !== Math.max(0, [...field.options].findIndex((one) => one.defaultSelected));
  if (field.type === "radio") return field.checked !== field.defaultChecked;
  return field.value !== field.defaultValue;
}

// What was open stays open, and whoever stood on something goes on standing there.
function renew(part, now) {
  const named = (one) => one.value || one.textContent;
  const open = new Set([...part.querySelectorAll("details[open] > summary")].map(named));
  const stood = part.contains(document.activeElement) ? document.activeElement : null;
  part.replaceWith(now);
  for (const one of now.querySelectorAll("summary")) if (open.has(named(one))) one.parentElement.open = true;
  if (stood) [...now.querySelectorAll(stood.localName)].find((one) => named(one) === named(stood))?.focus();
}

function hear() {
  heard = performance.now();
  signedOut = false;
  cut = false;
  show();
}

function show() {
  const late = cut || performance.now() - heard > BEHIND;
  const waits = queue.waiting();
  const state = signedOut || late ? "unmet" : waits ? "partly" : "met";
  const word = signedOut ? mark.dataset.out : late ? mark.dataset.behind : waits ? mark.dataset.sending : mark.dataset.live;
  const since = late ? `${new Date(Date.now() - (performance.now() - heard)).toLocaleTimeString([], { hour12: false })} ` : "";
  const rest = since + (since && waits ? "· " : "") + (waits ? `${waits} ${waits === 1 ? mark.dataset.waitingOne : mark.dataset.waiting}` : saved ? `${mark.dataset.saved} ${saved}` : "");
  mark.classList.remove("is-met", "is-partly", "is-unmet", "is-unknown");
  mark.classList.add(`is-${state}`);
  for (const [selector, words] of [["[data-mark-word]", word], ["[data-mark-rest]", rest]]) {
    const place = mark.querySelector(selector);
    if (place.textContent !== words) place.textContent = words;
  }
}

function out() {
  signedOut = true;
  source?.close();
  source = null;
  show();
  askToSignIn(() => {
    signedOut = false;
    queue.go();
    listen();
  });
}

// Where the stream does not get through, the same is asked for; that also tells whether the session is over.
async function ask(there = "") {
  let answer;
  try {
    const headers = { Accept: "application/json" };
    answer = await fetch(`${page.dataset.changes}?since=${encodeURIComponent(position)}${whole}${there}`, {
      headers,
      redirect: "manual",
    });
  } catch {
    return;
  }
  if (answer.type === "opaqueredirect") return out();
  newer.hears(answer.headers.get("Firstlight-Edition"));
  if (answer.status === 403 || answer.status === 404) return location.reload();
  if (answer.status === 200) change(await answer.json());
  if (answer.ok) {
    hear();
    queue.go();
  }
}

function listen() {
  source?.close();
  opened = performance.now();
  source = new EventSource(`${page.dataset.stream}?since=${encodeURIComponent(position)}${whole}`);
  source.addEventListener("open", () => {
    hear();
    queue.go();
  });
  source.addEventListener("change", (event) => {
    change(JSON.parse(event.data));
    hear();
  });
  source.addEventListener("beat", (event) => {
    const place = document.querySelector("[data-watching]");
    const { watching, edition } = JSON.parse(event.data);
    newer.hears(edition);
    if (watching) place.textContent = `${watching} ${place.dataset.words}`;
    hear();
  });
  source.addEventListener("closed", (event) => {
    if (event.data === "session") out();
    else location.reload();
  });
}

// Nothing is lost by loading the page anew: nothing waits to be sent, no field is being filled in, no dialog is open.
const newer = new Newer(page, () => !queue.read().length && !document.querySelector("dialog[open]")
  && ![...page.querySelectorAll("textarea, select, input:not([type=hidden], [type=checkbox])")].some(begun));
const queue = new Queue(page, {
  saved(at) {
    saved = at;
    hear();
  },
  changed: show,
  out,
});

setInterval(() => {
  show();
  // Not more often than it asks: a server whose database is away would have to say no to everybody every second.
  if (!signedOut && performance.now() - heard > BEHIND && performance.now() - opened > POLL && (!source || source.readyState === EventSource.CLOSED)) listen();
}, 1000);
setInterval(() => {
  if (!signedOut && performance.now() - heard > POLL) ask();
}, POLL);
// Whoever looks at a run is there, without a click: a page that can be seen says so, which keeps the session, twelve hours
// at most.
setInterval(() => {
  if (!signedOut && !document.hidden) ask("&there=yes");
}, 600_000);
addEventListener("offline", () => {
  source?.close();
  cut = true;
  show();
});
addEventListener("online", () => {
  listen();
  queue.go();
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && performance.now() - heard > POLL) ask();
});
for (const one of document.querySelectorAll(".fl-narrow :is(select, input)")) one.addEventListener("change", () => one.form.requestSubmit());
listen();
