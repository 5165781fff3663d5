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
function more(item, id, place) {
  if (!item || !place) return;
  const line = bubble(id);
  line.firstElementChild.href = place;
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
    answered = choice === "safe-yes";
    if (answered) bar.hidden = true;
    if (dialog.open) dialog.close();
    send(words, new URLSearchParams(new FormData(one)), one);
  });
}

function lines(found) {
  if (!found.length) return;
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

// Answers that can be given with one press.
const choices = $("choices");
function offer(all) {
  const wasNear = near();
  choices.hidden = all.length === 0;
  choices.replaceChildren(...all.map((words) => {
    const button = bubble("choice-template");
    button.textContent = words;
    button.addEventListener("click", () => choose(words));
    return button;
  }));
  if (wasNear) end();
}
function choose(words) {
  if (stopping) return;
  const body = new URLSearchParams(new FormData(form));
  body.set("words", words);
  field.focus({ preventScroll: true });
  const draft = field.value;
  send(words, body, false).then(() => {
    if (!field.value) field.value = draft;
    keep();
  });
}

const KEPT_ALIVE_MAX = 60_000;
// Longer than the platform waits for anything: who says nothing for so long has been lost on the way.
const SILENCE = 35_000;
const RETRY_AFTER = 1_000;

// One message. `aside`: the form of a choice of the dialog, which leaves the field and its key alone.
async function send(words, body, aside) {
  if (stopping) return tell(form.dataset.failed);
  stopping = new AbortController();
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
    safety({ open: rose, lines: found }) {
      lines(found);
      if (rose) open();
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
    done({ note: words, notice, sources, choices, key, opinion, out, stale, retry }) {
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
      more(answer, "opinion-template", opinion);
      if (notice) add("other-template", notice);
      offer(choices || []);
      if (kept && !aside) form.elements.key.value = key;
      if (kept && aside) for (const one of document.querySelectorAll("form[data-choice]")) one.elements.key.value = key + one.dataset.choice;
    },
  };
  sign();
  const post = async () => {
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
    await post();
    if (late && !ended) {
      await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER));
      await post();
    }
  } catch {
    // What is known is told below.
  }
  over();
  clearTimeout(watch);
  stop.remove();
  stopping = null;
  answer?.removeAttribute("aria-busy");
  if (kept && !aside) saved = "";
  if (!kept) {
    // Nothing of it is in the store: the words come back, with the key that makes a repeat the same message.
    own.remove();
    if (!aside && !field.value) field.value = words;
    if (!aside) keep();
    if (note.hidden) tell(form.dataset.failed);
    status.textContent = note.textContent;
    // This page is from before another session: one of the present session takes its place, with the words in its field.
    if (before && !dialog.open) (aside || form).submit();
    return;
  }
  if (!ended) {
    const state = Object.assign(document.createElement("p"), { className: "state" });
    state.textContent = wasStopped ? form.dataset.stopped : form.dataset.cut;
    (answer || own).append(state);
    form.elements.key.value = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
    if (!answer) tell(state.textContent);
  }
  status.textContent = answer ? text(answer).textContent : note.textContent;
}

// What is typed and not sent is kept on the server: at a pause, and when the page goes. What was kept last is not kept again.
const PAUSE = 4_000;
let saved = field.value;
let pausing = null;
function keep() {
  clearTimeout(pausing);
  if (field.value === saved) return null;
  // The next message has a key of its own once this answer has ended.
  if (stopping) {
    pausing = setTimeout(keep, PAUSE);
    return null;
  }
  saved = field.value;
  const body = new URLSearchParams(new FormData(form));
  return fetch("/talk/draft", { method: "POST", body, keepalive: true, redirect: "error" }).catch(() => {
    saved = null;
  });
}
field.addEventListener("input", () => {
  clearTimeout(pausing);
  pausing = setTimeout(keep, PAUSE);
});
addEventListener("pagehide", keep);
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keep());
for (const leave of document.querySelectorAll('form[action="/sign-out"]')) {
  leave.addEventListener("submit", (event) => {
    const kept = keep();
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
const people = new EventSource(form.dataset.events);
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
people.addEventListener("due", ({ data }) => {
  const { text: words } = JSON.parse(data);
  const wasNear = near();
  $("due").firstElementChild.textContent = words;
  $("due").hidden = false;
  if (wasNear) end();
  // An answer that is coming is read first, and alone.
  if (!stopping) status.textContent = words;
});
people.addEventListener("end", () => people.close());
addEventListener("pagehide", () => people.close());
