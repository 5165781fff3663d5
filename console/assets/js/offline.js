// Keeps the help page for when there is no network. The one policy that these pages allow knows one address.

const PLACE = "/worker.js";
if ("serviceWorker" in navigator) {
  const policy = globalThis.trustedTypes?.createPolicy("worker", {
    createScriptURL: (place) => (place === PLACE ? place : ""),
  });
  navigator.serviceWorker.register(policy ? policy.createScriptURL(PLACE) : PLACE).catch(() => {});
}
