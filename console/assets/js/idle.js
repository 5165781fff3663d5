// Silence: a warning before the session ends, one press stays, and all tabs agree. Only what a person does counts.

const dialog = document.getElementById("idle");
const stay = document.getElementById("stay");
const leave = document.getElementById("leave");
const after = Number(dialog.dataset.after) * 60_000;
const before = Number(dialog.dataset.before) * 60_000;
const tabs = new BroadcastChannel("activity");
const EVERY = 30_000;
let last = Date.now();
let told = last;

function active(at) {
  last = Math.max(last, at);
  if (dialog.open) dialog.close();
}
function act() {
  if (dialog.open) return;
  const now = Date.now();
  last = now;
  if (now - told < EVERY) return;
  told = now;
  tabs.postMessage(now);
}
for (const kind of ["pointerdown", "keydown", "wheel", "touchstart"]) {
  addEventListener(kind, act, { passive: true, capture: true });
}
// A feed that stays on for a shift is not signed out: the platform ends the silent session by itself, and the feed goes on.
// But this browser forgets it, so that whoever comes back signs in.
async function forget() {
  try {
    const { status } = await fetch("/silent", { method: "POST", body: new URLSearchParams(new FormData(stay)) });
    if (status < 500) return;
  } catch {
    // Without a network nobody signs in either; it is asked again.
  }
  setTimeout(forget, EVERY);
}
const stays = () => document.querySelector("[data-stays]");
const GRACE = 3_000;
let silent = false;
tabs.addEventListener("message", ({ data }) => {
  if (data === "left" || (data === "silent" && !stays())) location.replace("/signed-out");
  else if (data !== "silent") active(data);
});

stay.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    // Told to the server too: it counts the silence for itself.
    const answer = await fetch("/stay", { method: "POST", body: new URLSearchParams(new FormData(stay)) });
    if (new URL(answer.url).pathname === "/sign-in") return location.replace(answer.url);
  } catch {
    return;
  }
  const now = Date.now();
  active(now);
  tabs.postMessage(now);
});
for (const form of document.querySelectorAll('form[action="/sign-out"]')) {
  form.addEventListener("submit", () => tabs.postMessage("left"));
}

setInterval(() => {
  if (silent) return;
  const still = Date.now() - last;
  if (still >= after && stays()) {
    silent = true;
    dialog.close();
    tabs.postMessage("silent");
    document.dispatchEvent(new Event("silent"));
    forget();
  } else if (still >= after + GRACE) {
    tabs.postMessage("left");
    leave.submit();
  } else if (still >= after - before && !dialog.open) {
    dialog.showModal();
  }
}, 1_000);
// A page that comes back out of the browser's memory may be somebody else's by now.
addEventListener("pageshow", (event) => event.persisted && location.reload());

// Without a network nothing can be sent; what is typed stays.
const offline = document.getElementById("offline");
const network = () => (offline.hidden = navigator.onLine);
addEventListener("online", network);
addEventListener("offline", network);
