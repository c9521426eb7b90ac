// Security keys: the browser speaks with the key, the form carries what the key answered.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function asked(options) {
  const wish = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
  if (wish.user) wish.user = { ...wish.user, id: bytes(wish.user.id) };
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    if (wish[list]) wish[list] = wish[list].map((each) => ({ ...each, id: bytes(each.id) }));
  }
  return { publicKey: wish };
}

function told(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
    clientExtensionResults: credential.getClientExtensionResults() };
}

document.addEventListener("click", async (event) => {
  const form = event.target.closest?.("[data-key-start]")?.form;
  if (!form) return;
  const fault = form.querySelector("[data-key-fault]");
  fault.hidden = true;
  try {
    const credential = await navigator.credentials[form.dataset.key](asked(JSON.parse(form.dataset.options)));
    form.elements.credential.value = JSON.stringify(told(credential));
    form.submit();
  } catch {
    fault.hidden = false;
  }
});
