// Alerts as they come. Rows never move under a finger: severe ones fill a place of fixed height, the others wait behind a
// button. A feed that falls silent says so, loudly; nobody may trust a list that has stopped, nor a clock of it.

import { tone } from "./sound.js";

const $ = (id) => document.getElementById(id);
const feed = $("feed");
const words = feed.dataset;
const state = $("feed-state");
const slot = $("slot");
const list = slot.querySelector("ul");
const SILENCE = 35_000;
const known = new Set([...document.querySelectorAll("[data-alert]")].map((row) => row.dataset.alert));
const waiting = new Map();
// Everything that stands, as it was told last.
const latest = new Map();
const ringing = new Set();
let standing = true;
let lastSign = "";
let watch = null;
let source = null;
let narrow = false;
// How far the platform's clock is ahead of this one.
let ahead = 0;
let alive = false;

const say = (text) => ($("status").textContent = text);
/** Puts values into a line that the page has written. */
const put = (line, values) => line.replace(/\{(\w+)\}/g, (_, name) => values[name]);

// Whatever is open and asks for whoever looks rings until somebody has it, whether it came now or stood there before.
const { beep, ring, unlock } = tone({
  bar: $("sound-bar"), button: $("sound"), state: $("sound-state"), words, beeps: feed,
  needed: () => ringing.size > 0 || feed.classList.contains("danger"),
});

// To begin a shift is a press too: it turns the sound on, and the page stays.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-start]")) return;
  event.preventDefault();
  unlock().then(beep);
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    $("shift").replaceWith(page.getElementById("shift"));
    feed.toggleAttribute("data-stays", page.getElementById("feed").hasAttribute("data-stays"));
    $("shift").tabIndex = -1;
    $("shift").focus();
  } catch {
    location.assign("/staff/alerts");
  }
});

function row(alert) {
  const item = $("slot-template").content.firstElementChild.cloneNode(true);
  item.dataset.slot = alert.id;
  fill(item, alert);
  return item;
}
// By the time that is left; what waits for nobody comes last. What is being read or pressed stays where it is: then a
// row that is new comes behind the others.
const until = (alert) => alert.due || Infinity;
function insert(alert) {
  const item = row(alert);
  const busy = list.matches(":hover, :focus-within");
  const later = busy ? null : [...list.children].find((one) => (Number(one.querySelector("[data-due]").dataset.due) || Infinity) > until(alert));
  list.insertBefore(item, later ?? null);
  return item;
}
function fill(item, alert) {
  item.className = `alert ${alert.level}`;
  const level = item.querySelector(".level");
  level.className = `level ${alert.level}`;
  level.textContent = alert.word;
  item.querySelector(".whose").textContent = alert.whose;
  item.querySelector(".why").textContent = alert.why || "";
  item.querySelector(".state").textContent = alert.state;
  const link = item.querySelector("a");
  // A place leads to nobody; one that has changed has lost its link before.
  if (alert.place) link.href = alert.place;
  else link?.remove();
  clock(item.querySelector("[data-due]"), alert);
}
function clock(place, alert) {
  if (!place) return;
  place.dataset.due = alert.due || "";
  place.dataset.since = alert.since || "";
  place.dataset.whose = `${alert.word}. ${alert.whose}`;
  place.hidden = !alert.due;
  if (alert.due) place.textContent = remaining(alert.due);
}
function count() {
  const more = $("slot-more");
  more.hidden = waiting.size === 0;
  more.textContent = put(waiting.size === 1 ? words.one : words.more, { count: waiting.size });
  // A list that nothing fills cannot say that there is nothing.
  $("slot-none").hidden = !alive || list.children.length > 0;
  document.title = ringing.size > 0 ? `(${ringing.size}) ${words.title}` : title;
}
const title = document.title;
// Its room is there from the start: the first sign of life moves nothing that somebody is about to press.
slot.hidden = false;
count();
$("slot-more").addEventListener("click", () => {
  const first = [...waiting.values()].sort((one, other) => until(one) - until(other)).map(insert)[0];
  waiting.clear();
  count();
  if (first) {
    first.tabIndex = -1;
    first.focus();
  }
});

function take(alert) {
  const severe = alert.level === "critical" || alert.level === "high";
  const own = document.querySelector(`[data-alert="${CSS.escape(alert.id)}"]`);
  const placed = list.querySelector(`[data-slot="${CSS.escape(alert.id)}"]`);
  if (own) {
    own.querySelector("[data-state]").textContent = alert.state;
    clock(own.querySelector("[data-due]"), alert);
    const form = own.querySelector("form");
    if (form && !form.contains(document.activeElement)) form.hidden = !alert.open;
  }
  if (placed) fill(placed, alert);
  if (waiting.has(alert.id)) waiting.set(alert.id, alert);
  if (alert.closed) latest.delete(alert.id);
  else latest.set(alert.id, alert);
  if (alert.open && alert.asked) ringing.add(alert.id);
  else ringing.delete(alert.id);
  if (alert.closed) {
    waiting.delete(alert.id);
  } else if (!own && !placed && !waiting.has(alert.id) && (narrow || !known.has(alert.id))) {
    const told = known.has(alert.id);
    known.add(alert.id);
    if (severe || narrow) insert(alert);
    else waiting.set(alert.id, alert);
    if (!standing && !told) say(`${alert.word}. ${alert.whose}. ${alert.why || ""} ${alert.due ? left(alert.due) : ""}`);
  }
  count();
  ring();
}

// How long there is until more people are told, by the platform's clock. Spoken at arrival, at half time and when it is over.
function left(due) {
  const seconds = Math.max(0, Math.round((due - Date.now() - ahead) / 1000));
  return put(words.left, { m: Math.floor(seconds / 60), s: seconds % 60 });
}
const remaining = (due) => (Date.now() + ahead >= due ? words.over : left(due));
const spoken = new Set();
function once(mark, line, whose) {
  if (spoken.has(mark)) return;
  spoken.add(mark);
  say(put(line, { whose }));
}
function tick() {
  const now = Date.now() + ahead;
  for (const place of document.querySelectorAll("[data-due]")) {
    const due = Number(place.dataset.due);
    place.hidden = !due;
    if (!due) continue;
    const since = Number(place.dataset.since);
    place.textContent = remaining(due);
    if (!alive) continue;
    if (now >= due) once(`${due} over`, words.overSaid, place.dataset.whose);
    else if (now >= since + (due - since) / 2) once(`${due} half`, words.halfSaid, place.dataset.whose);
  }
}
// Their lines are there from the start: none comes in between when somebody is about to press below it.
tick();
// A clock that nothing sets any more stands still: the bar above says why.
setInterval(() => alive && tick(), 1_000);

function sign(at, now) {
  lastSign = at || lastSign;
  if (now) ahead = now - Date.now();
  alive = true;
  feed.classList.remove("danger");
  feed.classList.add("note");
  state.textContent = `${narrow ? words.narrow : words.live} ${lastSign}`;
  count();
  clearTimeout(watch);
  watch = setTimeout(broken, SILENCE);
  ring();
}
function broken() {
  clearTimeout(watch);
  alive = false;
  feed.classList.remove("note");
  feed.classList.add("danger");
  state.textContent = lastSign ? `${words.broken} ${words.last} ${lastSign}` : words.broken;
  count();
  say(state.textContent);
  ring();
}

/** An alert without anything about anybody. */
const placed = (alert) => ({ ...alert, whose: alert.unit, why: "", place: null, state: alert.open ? alert.state : alert.bare });

// Nobody has touched this page for a while: from here on it shows places alone, and nothing of anybody.
function narrowed() {
  if (narrow) return;
  narrow = true;
  const gone = 'main > :not(h1):not(#feed), .who, #idle, #feed a[href="/staff/alerts"]';
  for (const one of document.querySelectorAll(gone)) one.remove();
  // What stands goes on standing, by its place: there is no moment at which a danger is not shown.
  for (const [id, alert] of latest) latest.set(id, placed(alert));
  list.replaceChildren();
  [...latest.values()].forEach(insert);
  waiting.clear();
  $("elsewhere").hidden = true;
  $("feed-again").hidden = false;
  $("feed-title").textContent = words.places;
  $("slot-none").textContent = words.placesNone;
  state.textContent = words.narrow;
  // What was spoken last may name somebody.
  say(words.narrow);
  count();
}
// From here on the platform tells only of those whom the shift is about, and nobody would take another's row away.
// What stands of theirs follows at once.
function narrowedThere() {
  narrowed();
  clearTimeout(hold);
  held = null;
  ringing.clear();
  latest.clear();
  list.replaceChildren();
  count();
}
document.addEventListener("silent", narrowed);

// Nothing moves under a finger: what comes while one is down waits until it has gone, and until what it pressed is pressed;
// but not longer, however often is pressed.
const HOLD_MAX = 3_000;
const AFTER_A_PRESS = 350;
let held = null;
let hold = null;
let heldSince = 0;
function arrive(alert, bare) {
  if (held) held.push([alert, bare]);
  else take(narrow && !bare ? placed(alert) : alert);
}
function letGo() {
  const all = held ?? [];
  held = null;
  for (const [alert, bare] of all) arrive(alert, bare);
}
function keep(longest) {
  const now = Date.now();
  if (!held) {
    held = [];
    heldSince = now;
  }
  clearTimeout(hold);
  hold = setTimeout(letGo, Math.min(longest, Math.max(0, heldSince + HOLD_MAX - now)));
}
addEventListener("pointerdown", () => keep(HOLD_MAX), true);
for (const kind of ["pointerup", "pointercancel"]) addEventListener(kind, () => keep(AFTER_A_PRESS), true);

function open() {
  source = new EventSource(words.events);
  source.addEventListener("alert", ({ data }) => {
    sign("");
    arrive(JSON.parse(data), false);
  });
  source.addEventListener("narrowed", narrowedThere);
  source.addEventListener("place", ({ data }) => {
    narrowed();
    sign("");
    arrive(JSON.parse(data), true);
  });
  source.addEventListener("unanswered", ({ data }) => {
    const place = $("elsewhere");
    place.textContent = JSON.parse(data).text;
    place.hidden = false;
    say(place.textContent);
    beep();
  });
  source.addEventListener("heartbeat", ({ data }) => {
    const { at, now } = JSON.parse(data);
    standing = false;
    sign(at, now);
  });
  source.addEventListener("end", ({ data }) => {
    const { reason } = JSON.parse(data);
    if (reason === "shift_over") {
      source.close();
      clearTimeout(watch);
      ringing.clear();
      location.replace("/signed-out");
    } else if (reason === "signed_out") {
      source.close();
      broken();
    }
  });
  // The browser asks again by itself, and names the event after which it goes on; only silence is an alarm.
  source.addEventListener("error", () => {
    if (source.readyState !== EventSource.CLOSED) return;
    broken();
    setTimeout(open, 5_000);
  });
  watch = setTimeout(broken, SILENCE);
}
open();
// One stream a tab, and none behind a page that has gone.
addEventListener("pagehide", () => source.close());
