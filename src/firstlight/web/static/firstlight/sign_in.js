// Passkeys, and passwords that one can look at. Without this file the pages offer the ways that need no script.

const toBytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const toText = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

function understood(options) {
  const key = options.publicKey;
  key.challenge = toBytes(key.challenge);
  if (key.user) key.user.id = toBytes(key.user.id);
  for (const name of ["allowCredentials", "excludeCredentials"]) for (const one of key[name] ?? []) one.id = toBytes(one.id);
  return options;
}

function written(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: {},
    response,
  });
}

async function ask(form) {
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const asked = await fetch(form.dataset.question, { method: "POST", headers: { "X-CSRFToken": token } });
  if (asked.redirected) return location.assign(asked.url);
  if (!asked.ok) throw new Error(asked.status === 429 ? form.dataset.tooMany : form.dataset.failed);
  const options = understood(await asked.json());
  const credential = await navigator.credentials[form.dataset.passkey === "create" ? "create" : "get"](options);
  form.querySelector("[name=credential]").value = written(credential);
  form.dataset.answered = "yes";
  form.requestSubmit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  for (const without of document.querySelectorAll("[data-without-passkeys]")) without.hidden = true;
  const said = form.querySelector("[role=alert]");
  form.addEventListener("submit", (event) => {
    if (form.dataset.answered) return;
    event.preventDefault();
    said.hidden = true;
    ask(form).catch((error) => {
      said.querySelector("span").textContent = error.name === "InvalidStateError" ? form.dataset.known
        : error.name === "NotAllowedError" || error.name === "AbortError" ? form.dataset.cancelled
        : error.name === "SecurityError" ? form.dataset.insecure : form.dataset.failed;
      said.hidden = false;
    });
  });
}

// Show and hide what is typed. The button stands after the field, so that the keyboard reaches it next.
for (const field of document.querySelectorAll("input[data-reveal]")) {
  const words = document.getElementById("reveal-words");
  if (!words) continue;
  const button = words.content.firstElementChild.cloneNode(true);
  field.after(button);
  button.setAttribute("aria-controls", field.id);
  button.addEventListener("click", () => {
    const shows = field.type === "password";
    field.type = shows ? "text" : "password";
    button.setAttribute("aria-pressed", shows);
  });
  field.form.addEventListener("submit", () => { field.type = "password"; });
}
