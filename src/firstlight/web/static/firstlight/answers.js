// Answers of a review are saved as they are given, each by itself. Without this they are saved with the section.

const form = document.querySelector("form.fl-questions");
const token = () => form.querySelector("[name=csrfmiddlewaretoken]").value;
const waiting = new Map(); // the last save of each question, so that two never overtake each other

const typed = (question) => [...question.querySelectorAll("[name^='q:'], [name^='note:']")];
const seen = (question) => question.querySelector("[name^='seen:']");
const place = (question) => question.querySelector(".fl-kept");
const sent = (question) => {
  const data = new FormData();
  for (const one of [...typed(question), seen(question)]) {
    if (one.type !== "radio" || one.checked) data.append(one.name, one.value);
  }
  data.append("csrfmiddlewaretoken", token());
  return data;
};
const rest = (question) => typed(question).map((one) => (one.type === "radio" ? one.checked : one.value)).join("\u0000");

function tell(question, words, state, buttons) {
  const line = place(question);
  line.className = `fl-kept is-${state}`;
  line.replaceChildren(document.createTextNode(words));
  if (buttons) line.append(" ", document.getElementById(buttons).content.cloneNode(true));
}

// What is stored is what the page began with: nothing of it is a draft any more.
function settle(question, version) {
  for (const one of typed(question)) {
    if (one.type === "radio") one.defaultChecked = one.checked;
    else one.defaultValue = one.value;
  }
  seen(question).value = version;
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function clash(question, answer) {
  tell(question, answer.said, "unmet", answer.version === undefined ? "" : "answer-clash");
  place(question).querySelector("[data-mine]")?.addEventListener("click", () => {
    seen(question).value = answer.version;
    save(question);
  });
  place(question).querySelector("[data-theirs]")?.addEventListener("click", () => {
    for (const one of typed(question)) {
      if (one.type === "radio") one.checked = one.value === answer.value;
      else one.value = one.name.startsWith("note:") ? answer.note : answer.value;
    }
    settle(question, answer.version);
    tell(question, "", "met");
  });
}

function lost(question, key) {
  tell(question, "", "unmet", "answer-lost");
  place(question).querySelector("[data-again]").addEventListener("click", () => save(question, key));
}

async function send(question, key) {
  const was = rest(question);
  let response;
  try {
    response = await fetch(question.dataset.answer, {
      method: "POST",
      body: sent(question),
      headers: { Accept: "application/json", "Idempotency-Key": key },
      redirect: "manual",
    });
  } catch {
    return lost(question, key);
  }
  if (!response.headers.get("content-type")?.includes("json")) return lost(question, newKey());
  const answer = await response.json();
  if (response.status === 409) return clash(question, answer);
  if (!response.ok) return tell(question, answer.said, "unmet");
  if (rest(question) === was) settle(question, answer.version);
  else seen(question).value = answer.version;
  question.querySelector("[data-who]").replaceChildren();
  return tell(question, answer.said, "met");
}

function save(question, key) {
  const before = waiting.get(question) ?? Promise.resolve();
  waiting.set(question, before.then(() => send(question, key ?? newKey())));
}

// A browser gives random names only to pages that came safely; elsewhere a number does.
function newKey() {
  return crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
}

form?.addEventListener("change", (event) => {
  const question = event.target.closest("[data-answer]");
  if (question && event.target.name) save(question);
});
