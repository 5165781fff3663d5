// Passkeys: signing in with one, adding one, and showing anew who somebody is. What can be pressed here stays hidden until it
// is known to work: this browser knows passkeys, and this page lies under the domain that they are for. The conversions
// are our own, since tablets of 2022 lack the browser's.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
const named = (id) => ({ type: "public-key", id: bytes(id) });
const known = "PublicKeyCredential" in globalThis;
const under = (domain) => location.hostname === domain || location.hostname.endsWith(`.${domain}`);
/** An address is no domain: no passkey is for it. */
const numbered = /^[\d.]+$|:/.test(location.hostname);
/** A challenge is good for five minutes: a page that waits longer asks for another. */
const ANEW_MS = 240_000;

const get = (asked, allow, more) =>
  navigator.credentials.get({
    ...more,
    publicKey: {
      challenge: bytes(asked.challenge), rpId: asked.rp_id, timeout: asked.timeout_ms, userVerification: "required",
      allowCredentials: allow.map(named),
    },
  });

/** Sends what a passkey has signed with the form's own fields. */
function send(form, credential) {
  const { response } = credential;
  const { elements } = form;
  // What a password manager filled in by itself is no answer beside a passkey.
  for (const name of ["password", "code"]) if (elements[name]) elements[name].value = "";
  elements.credential.value = credential.id;
  elements.client_data.value = text(response.clientDataJSON);
  elements.authenticator_data.value = text(response.authenticatorData);
  elements.signature.value = text(response.signature);
  elements.user_handle.value = response.userHandle ? text(response.userHandle) : "";
  form.submit();
}

/** A page that the browser kept holds nothing that was signed before: each of it is good once. */
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    for (const name of ["credential", "client_data", "authenticator_data", "signature", "user_handle"]) {
      if (form.elements[name]) form.elements[name].value = "";
    }
  }
});

/** Says that it came to nothing, and leads back to the field that always works. */
function fell(form, error) {
  if (error.name === "AbortError") return;
  form.querySelector("[role=status]").textContent = form.dataset.fell;
  document.querySelector(form.dataset.back)?.focus();
}

async function offer(form) {
  let waiting;
  let timer;
  const ask = async () => {
    const answer = await fetch("/sign-in/passkey/challenge", {
      method: "POST", body: new URLSearchParams({ token: form.elements.token.value }),
    });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };
  const take = async (asked, more) => {
    waiting?.abort();
    waiting = new AbortController();
    form.elements.attempt.value = asked.attempt;
    send(form, await get(asked, [], { ...more, signal: waiting.signal }));
  };
  const inField = await PublicKeyCredential.isConditionalMediationAvailable?.().catch(() => false);
  const wait = (asked) => {
    take(asked, { mediation: "conditional" }).catch(() => {});
    timer = setTimeout(() => ask().then(wait, () => {}), ANEW_MS);
  };
  const first = await ask();
  if (!under(first.rp_id)) return;
  if (inField) wait(first);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    ask().then((asked) => take(asked, {})).catch((error) => fell(form, error));
  });
  form.hidden = false;
}

function make(form) {
  const asked = form.dataset;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const made = await navigator.credentials.create({
        publicKey: {
          challenge: bytes(asked.challenge),
          rp: { id: asked.party, name: asked.partyName },
          user: { id: bytes(asked.handle), name: asked.user, displayName: asked.display },
          pubKeyCredParams: asked.algorithms.split(" ").map((alg) => ({ type: "public-key", alg: Number(alg) })),
          excludeCredentials: asked.exclude.split(" ").filter(Boolean).map(named),
          authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
          attestation: "none",
          timeout: Number(asked.timeout),
        },
      });
      form.elements.client_data.value = text(made.response.clientDataJSON);
      form.elements.attestation.value = text(made.response.attestationObject);
      form.submit();
    } catch (error) {
      fell(form, error);
    }
  });
  form.hidden = false;
}

function prove(form) {
  const { challenge, party, timeout, allow } = form.dataset;
  const asked = { challenge, rp_id: party, timeout_ms: Number(timeout) };
  const button = form.querySelector("[data-press]");
  button.addEventListener("click", () => {
    get(asked, allow.split(" "), {}).then((credential) => send(form, credential)).catch((error) => fell(form, error));
  });
  button.hidden = false;
}

if (known && !numbered) {
  for (const place of document.querySelectorAll("[data-passkey]")) {
    const { passkey, party } = place.dataset;
    if (passkey === "offer") offer(place).catch(() => {});
    else if (!under(party)) continue;
    else if (passkey === "make") make(place);
    else if (passkey === "prove") prove(place);
    else place.hidden = false;
  }
  for (const place of document.querySelectorAll("[data-no-passkey]")) place.hidden = under(place.dataset.noPasskey);
}
