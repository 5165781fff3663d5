// The page to talk on: answers as they come, the dialog of a crisis, and drafts that are never lost.
// Every word comes from the page or from the server; nothing here makes markup of text.

import { read } from "./wire.js";

const $ = (id) => document.getElementById(id);
const form = $("dock");
const field = $("words");
const log = $("log");
const list = $("said");
const note = $("note");
const status = $("status");
const dialog = $("crisis");
const bar = $("bar");
let stopping = null;
// The key of the field's form belongs to a message that is on its way.
let spoken = false;
const fresh = () => crypto.randomUUID?.() ?? String(Math.random()).slice(2);

const bubble = (id) => $(id).content.firstElementChild.cloneNode(true);
const text = (item) => item.querySelector(".text");

function tell(words) {
  note.textContent = words || "";
  note.hidden = !words;
}

// Follows the answer only for whoever is reading the end; others are told that there is more.
const near = () => log.scrollHeight - log.scrollTop - log.clientHeight < 120;
let below = null;
function follow(wasNear) {
  if (wasNear) {
    log.scrollTop = log.scrollHeight;
    return;
  }
  if (below) return;
  below = bubble("below-template");
  below.addEventListener("click", end);
  log.append(below);
}
function end() {
  log.scrollTop = log.scrollHeight;
  if (!below) return;
  const held = below === document.activeElement;
  below.remove();
  below = null;
  if (held) field.focus({ preventScroll: true });
}
log.addEventListener("scroll", () => below && near() && end(), { passive: true });

function add(id, words) {
  const wasNear = near();
  $("empty")?.remove();
  const item = bubble(id);
  text(item).textContent = words;
  list.append(item);
  follow(wasNear || id === "own-template");
  return item;
}

// The quiet line below a message that is stored.
function more(item, id, place, words) {
  if (!item || !place) return;
  const line = bubble(id);
  const link = line.firstElementChild;
  link.href = place;
  if (words) link.textContent = words;
  item.append(line);
}

// The dialog. Whoever leaves it without an answer finds its actions in the bar.
let opened = 0;
function open() {
  $("crisis-choices").hidden = false;
  $("crisis-safe").hidden = true;
  bar.hidden = true;
  if (!dialog.open) dialog.showModal();
  opened = performance.now();
  $("crisis-title").focus();
}
// The highest danger that this page has opened for, or was made with: only a rise opens it again.
let known = Number(dialog.dataset.rank);
const rises = (rank) => rank > known && !!(known = rank);
// Another page of the same person has answered: it is one danger.
const pages = new BroadcastChannel("danger");
pages.addEventListener("message", () => {
  known = 0;
  bar.hidden = true;
  answered = dialog.open;
  if (dialog.open) dialog.close();
});
let answered = false;
dialog.addEventListener("close", () => {
  bar.hidden = answered;
  answered = false;
  field.focus({ preventScroll: true });
});
// A finger that was on its way when the dialog opened chooses nothing.
dialog.addEventListener("click", (event) => {
  if (event.isTrusted && performance.now() - opened < 400) {
    event.preventDefault();
    event.stopPropagation();
  }
}, true);
dialog.querySelector("[data-keep]").addEventListener("click", (event) => {
  event.preventDefault();
  dialog.close();
});
dialog.querySelector("[data-not-yet]").addEventListener("click", open);
document.querySelector("[data-help]").addEventListener("click", (event) => {
  event.preventDefault();
  open();
});
for (const one of document.querySelectorAll("form[data-choice]")) {
  one.addEventListener("submit", (event) => {
    event.preventDefault();
    const { choice, words } = one.dataset;
    if (choice === "safe") {
      if (!dialog.open) dialog.showModal();
      $("crisis-choices").hidden = true;
      $("crisis-safe").hidden = false;
      opened = performance.now();
      $("safe-title").focus();
      return;
    }
    const stood = known;
    answered = choice === "safe-yes";
    if (answered) {
      bar.hidden = true;
      known = 0;
    }
    if (dialog.open) dialog.close();
    send(words, new URLSearchParams(new FormData(one)), one).then((kept) => {
      if (choice !== "safe-yes") return;
      if (kept) return pages.postMessage("");
      // It reached nobody: the danger stands as before.
      known = Math.max(known, stood);
      bar.hidden = dialog.open;
    });
  });
}

// `both`: what kind of danger it is is not known, and the first two stand in the bar.
function lines(found, both) {
  if (!found?.length) return;
  $("bar-call").replaceChildren(...found.slice(0, both ? 2 : 1).map(({ number, address }) => {
    const call = document.createElement("a");
    call.className = "button danger";
    call.href = address;
    call.textContent = number;
    return call;
  }));
  const [first, ...rest] = found.map((line) => {
    const item = bubble("line-template");
    item.href = line.address;
    item.querySelector(".call-number").textContent = line.number;
    item.querySelector(".call-name").textContent = line.name;
    return item;
  });
  dialog.querySelector("[data-lines]").replaceChildren(first);
  $("crisis-more").replaceChildren(...rest.map((item) => {
    item.classList.remove("first");
    const place = document.createElement("li");
    place.append(item);
    return place;
  }));
}

// Answers that can be given with one press. Each is a message with a key of its own: what is in the field is another.
const choices = $("choices");
function put(all) {
  const wasNear = near();
  choices.hidden = all.length === 0;
  choices.replaceChildren(...all);
  if (wasNear) end();
}
function offer(all) {
  put(all.map((words) => {
    const one = bubble("choice-template");
    one.querySelector("button").textContent = words;
    one.elements.words.value = words;
    one.elements.key.value = fresh();
    return one;
  }));
}
choices.addEventListener("submit", (event) => {
  event.preventDefault();
  if (stopping) return;
  const one = event.target;
  field.focus({ preventScroll: true });
  send(one.elements.words.value, new URLSearchParams(new FormData(one)), one);
});

const KEPT_ALIVE_MAX = 60_000;
// Longer than the platform waits for anything: who says nothing for so long has been lost on the way.
const SILENCE = 35_000;
const RETRY_AFTER = 1_000;

// The key of the next message that is sent in the same way.
function renew(key, aside) {
  if (!aside) form.elements.key.value = key;
  else for (const one of document.querySelectorAll("form[data-choice]")) one.elements.key.value = key + one.dataset.choice;
}

// One message. `aside`: the form of a choice, of the dialog or one that was offered, which leaves the field and its key alone.
// A call for somebody waits for no answer that is still coming: that one goes on without this page.
let running = null;
function send(words, body, aside) {
  if (!stopping) return (running = post(words, body, aside));
  if (aside?.dataset?.choice) {
    stopping.abort();
    return (running = running.then(() => post(words, body, aside)));
  }
  tell(form.dataset.failed);
  return Promise.resolve(false);
}
async function post(words, body, aside) {
  stopping = new AbortController();
  spoken = !aside;
  const offered = [...choices.children];
  const stop = bubble("stop-template");
  const own = add("own-template", words);
  let answer = null;
  let kept = false;
  let ended = false;
  let wasStopped = false;
  let before = false;
  let late = false;
  let watch = null;
  const sign = () => {
    clearTimeout(watch);
    watch = setTimeout(() => stopping?.abort(), SILENCE);
  };
  if (!aside) field.value = "";
  offer([]);
  tell("");
  status.textContent = form.dataset.answering;
  // Nothing for a moment: it is said that something comes.
  let waits = null;
  const pause = setTimeout(() => {
    const wasNear = near();
    waits = bubble("waiting-template");
    waits.append(stop);
    list.append(waits);
    follow(wasNear);
  }, 400);
  const over = () => {
    clearTimeout(pause);
    waits?.remove();
  };
  stop.addEventListener("click", () => {
    wasStopped = true;
    stopping.abort();
  });
  const heard = {
    safety({ rank, open: rose, lines: found }) {
      lines(found);
      // What this page sent is known here when its feed tells it.
      if (rises(rank) || rose) open();
    },
    accepted({ told, back }) {
      kept = true;
      more(own, "take-back-template", back);
      $("crisis-told").textContent = told || "";
      if (told && !dialog.open) tell(told);
    },
    delta({ text: piece }) {
      const wasNear = near();
      if (!answer) {
        over();
        answer = add("other-template", "");
        answer.setAttribute("aria-busy", "true");
        answer.append(stop);
      }
      text(answer).append(piece);
      follow(wasNear);
    },
    done({ note: words, notice, sources, choices, tool, key, opinion, out, stale, retry }) {
      // Somebody was not there in time. It is the same message with the same key, so it is sent once more unasked.
      if (retry && !kept && !late) {
        late = true;
        return;
      }
      ended = true;
      before = stale;
      if (out) $("again").hidden = false;
      if (words) tell(words);
      if (answer && sources?.length) {
        const cites = document.createElement("ul");
        cites.className = "cites";
        for (const { text: words, place } of sources) {
          const line = bubble("cite-template");
          if (place) Object.assign(line.firstElementChild, { href: place, textContent: words });
          else line.textContent = words;
          cites.append(line);
        }
        answer.append(cites);
      }
      more(answer, "opinion-template", tool?.place, tool?.text);
      more(answer, "opinion-template", opinion);
      if (notice) add("other-template", notice);
      offer(choices || []);
      if (kept) renew(key, aside);
    },
  };
  sign();
  const ask = async () => {
    const response = await fetch("/talk", {
      method: "POST", body, signal: stopping.signal, redirect: "error",
      // Whoever leaves the page at once has sent it all the same. Browsers carry no more than 64 KiB so.
      keepalive: body.toString().length < KEPT_ALIVE_MAX,
      headers: { Accept: "text/event-stream" },
    });
    if (response.status === 413) tell(form.dataset.long);
    if (!(response.headers.get("Content-Type") || "").startsWith("text/event-stream")) throw new Error("refused");
    await read(response.body, (name, data) => heard[name]?.(data), sign);
  };
  try {
    await ask();
    if (late && !ended) {
      await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER));
      await ask();
    }
  } catch {
    // What is known is told below.
  }
  over();
  clearTimeout(watch);
  stop.remove();
  stopping = null;
  spoken = false;
  answer?.removeAttribute("aria-busy");
  // What is in the field now is kept anew, with the key that it will be sent with.
  if (kept && !aside) saved = strayed ? null : "";
  if (kept) later(PAUSE);
  strayed = false;
  if (!kept) {
    // Nothing of it is in the store: the words come back, with the key that makes a repeat the same message.
    own.remove();
    put(offered);
    if (!aside && field.value) renew(fresh(), aside);
    if (!aside) field.value = field.value ? `${words}\n${field.value}` : words;
    if (!aside) saved = null;
    keep();
    if (note.hidden) tell(form.dataset.failed);
    status.textContent = note.textContent;
    // This page is from before another session: one of the present session takes its place, with the words in its field.
    if (before && !dialog.open) (aside || form).submit();
    return false;
  }
  if (!ended) {
    const state = Object.assign(document.createElement("p"), { className: "state" });
    state.textContent = wasStopped ? form.dataset.stopped : form.dataset.cut;
    (answer || own).append(state);
    renew(fresh(), aside);
    if (!answer) tell(state.textContent);
  }
  status.textContent = answer ? text(answer).textContent : note.textContent;
  return true;
}

// What is typed and not sent is kept on the server: at a pause, and when the page goes. What was kept last is not kept again.
const PAUSE = 4_000;
const TRIES_MAX = 5;
let saved = "kept" in field.dataset ? field.value : "";
let pausing = null;
let tries = 0;
// Kept with a key that nothing is sent with.
let strayed = false;
function later(wait) {
  clearTimeout(pausing);
  pausing = setTimeout(keep, wait, false);
}
// It was not taken: once more, a few times and ever later.
function untaken() {
  saved = null;
  if (tries < TRIES_MAX) later(PAUSE * 2 ** tries++);
}
function keep(leaving) {
  clearTimeout(pausing);
  if (field.value === saved) return null;
  const body = new URLSearchParams(new FormData(form));
  if (spoken) {
    // The next message has a key of its own once this answer has ended. Who leaves before is not made to wait for that; but
    // an empty field takes nothing away: what was in it may not have arrived.
    if (!leaving || !field.value) {
      later(PAUSE);
      return null;
    }
    body.set("key", fresh());
    strayed = true;
  }
  saved = field.value;
  const keepalive = body.toString().length < KEPT_ALIVE_MAX;
  const taken = fetch("/talk/draft", { method: "POST", body, keepalive, redirect: "error" });
  return taken.then((answer) => (answer.ok ? (tries = 0) : untaken()), untaken);
}
field.addEventListener("input", () => {
  tries = 0;
  later(PAUSE);
});
later(PAUSE);
addEventListener("pagehide", () => keep(true));
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keep(true));
for (const leave of document.querySelectorAll('form[action="/sign-out"]')) {
  leave.addEventListener("submit", (event) => {
    const kept = keep(true);
    if (!kept) return;
    event.preventDefault();
    kept.finally(() => leave.submit());
  });
}
$("again").addEventListener("submit", () => {
  const { draft, "draft-key": key } = $("again").elements;
  key.value = form.elements.key.value;
  draft.value = field.value;
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const words = field.value.trim();
  if (!words) {
    tell(form.dataset.nothing);
    status.textContent = form.dataset.nothing;
    return field.focus();
  }
  if (stopping) return;
  send(words, new URLSearchParams(new FormData(form)), false);
});
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
  }
});
end();

// What people of the care team do here: who has seen a call for help, and what they write.
const WAIT_MIN = 5_000;
const WAIT_MAX = 60_000;
let wait = WAIT_MIN;
let people;
function watch() {
  people = new EventSource(form.dataset.events);
  people.addEventListener("staff", ({ data }) => {
    const { by, text: words } = JSON.parse(data);
    const item = add("staff-template", words);
    item.querySelector(".by").textContent = by;
    status.textContent = `${by}: ${words}`;
  });
  people.addEventListener("attention", ({ data }) => {
    const { text: words } = JSON.parse(data);
    $("crisis-told").textContent = words;
    tell(words);
    status.textContent = words;
  });
  // A danger that was said on another page of the same person, too.
  people.addEventListener("danger", ({ data }) => {
    const { rank, told, text: words, lines: found, both } = JSON.parse(data);
    if (rank >= known) lines(found, both);
    if (told) $("crisis-told").textContent = told;
    if (words) status.textContent = text(add("other-template", words)).textContent;
    if (rises(rank)) open();
  });
  people.addEventListener("due", ({ data }) => {
    const { text: words } = JSON.parse(data);
    const wasNear = near();
    $("due").firstElementChild.textContent = words;
    $("due").hidden = false;
    if (wasNear) end();
    // An answer that is coming is read first, and alone.
    if (!stopping) status.textContent = words;
  });
  // A process that drains, or that could not ask, ends the feed too: the browser asks again by itself. Only who may not read
  // any more asks no more.
  people.addEventListener("end", ({ data }) => {
    const { reason } = JSON.parse(data);
    if (reason === "signed_out" || reason === "revoked") people.close();
  });
  // After a refusal it does not: then it is asked again from here, less and less often.
  people.addEventListener("open", () => {
    wait = WAIT_MIN;
  });
  people.addEventListener("error", () => {
    if (people.readyState !== EventSource.CLOSED) return;
    setTimeout(watch, wait);
    wait = Math.min(wait * 2, WAIT_MAX);
  });
}
watch();
addEventListener("pagehide", () => people.close());

// Speaking and hearing are a module of their own, fetched only where this device does one of them by itself.
const speech = () => import(form.dataset.speech);
const voices = globalThis.speechSynthesis;
if (voices?.getVoices().some((voice) => voice.localService)) speech();
else voices?.addEventListener?.("voiceschanged", speech, { once: true });
const hears = globalThis.SpeechRecognition?.available;
if (typeof hears === "function") {
  const here = { langs: [document.documentElement.lang], processLocally: true };
  hears.call(SpeechRecognition, here).then((can) => can === "available" && speech(), () => {});
}
