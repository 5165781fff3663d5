// Alerts as they come. Rows of the list never move: what is new stands in a place of its own above it. A feed that
// falls silent says so, loudly; nobody may trust a list that has stopped.

const $ = (id) => document.getElementById(id);
const feed = $("feed");
const words = feed.dataset;
const state = $("feed-state");
const slot = $("slot");
const list = slot.querySelector("ul");
const SILENCE = 35_000;
const SHOWN = 5;
const known = new Set([...document.querySelectorAll("[data-alert]")].map((row) => row.dataset.alert));
const waiting = new Set();
const ringing = new Set();
let standing = true;
let lastSign = "";
let watch = null;
let source = null;

// Sound: browsers let a page play nothing until somebody has pressed something on it.
let audio = null;
let tone = null;
function beep() {
  if (!audio || audio.state !== "running") return;
  const now = audio.currentTime;
  for (const [at, pitch] of [[0, 880], [0.25, 660]]) {
    const voice = audio.createOscillator();
    const gain = audio.createGain();
    voice.frequency.value = pitch;
    gain.gain.setValueAtTime(0.0001, now + at);
    gain.gain.exponentialRampToValueAtTime(0.4, now + at + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.0001, now + at + 0.22);
    voice.connect(gain).connect(audio.destination);
    voice.start(now + at);
    voice.stop(now + at + 0.24);
  }
  feed.dataset.beeps = String(Number(feed.dataset.beeps || 0) + 1);
}
function ring() {
  const needed = ringing.size > 0 || feed.classList.contains("danger");
  if (needed && !tone) {
    beep();
    tone = setInterval(beep, 4_000);
  } else if (!needed && tone) {
    clearInterval(tone);
    tone = null;
  }
}
const sound = $("sound");
sound.hidden = false;
$("sound-state").hidden = false;
sound.addEventListener("click", async () => {
  audio ??= new AudioContext();
  await audio.resume();
  sound.hidden = true;
  $("sound-state").textContent = words.sound;
  $("sound-state").tabIndex = -1;
  $("sound-state").focus();
  beep();
  ring();
});

function row(alert) {
  const item = $("slot-template").content.firstElementChild.cloneNode(true);
  fill(item, alert);
  item.dataset.slot = alert.id;
  return item;
}
function fill(item, alert) {
  item.className = `alert ${alert.level}`;
  const level = item.querySelector(".level");
  level.className = `level ${alert.level}`;
  level.textContent = alert.word;
  item.querySelector(".whose").textContent = alert.whose;
  item.querySelector(".why").textContent = alert.why;
  item.querySelector(".state").textContent = alert.state;
  item.querySelector("a").href = alert.place;
}
function count() {
  const more = $("slot-more");
  more.hidden = waiting.size === 0;
  more.querySelector("span").textContent = String(waiting.size);
  $("slot-none").hidden = list.children.length > 0 || waiting.size > 0;
  document.title = ringing.size > 0 ? `(${ringing.size}) ${words.title}` : title;
}
const title = document.title;

// A page that shows every open alert: then one that is not on it came after it was made.
const whole = !document.querySelector(".pager") && !location.search.includes("after=");
// What came while nothing could be heard is told as standing once the feed is back; it is new here all the same.
const missed = ({ id, change }) => change === "standing" && !known.has(id) && (!standing || whole);

function take(alert) {
  const severe = alert.level === "critical" || alert.level === "high";
  const own = document.querySelector(`[data-alert="${CSS.escape(alert.id)}"]`);
  const placed = list.querySelector(`[data-slot="${CSS.escape(alert.id)}"]`);
  if (own) {
    own.querySelector("[data-state]").textContent = alert.state;
    const form = own.querySelector("form");
    if (form && !alert.open && !form.contains(document.activeElement)) form.hidden = true;
  }
  if (placed) fill(placed, alert);
  if (alert.open && ((!standing && alert.change !== "standing") || missed(alert))) ringing.add(alert.id);
  if (!alert.open) ringing.delete(alert.id);
  if (alert.closed) {
    waiting.delete(alert.id);
  } else if (!own && !placed && !known.has(alert.id)) {
    known.add(alert.id);
    if (severe || list.children.length < SHOWN) list.append(row(alert));
    else waiting.add(alert.id);
    if (!standing) $("status").textContent = `${alert.word}. ${alert.whose}. ${alert.why}`;
  }
  count();
  ring();
}

function alive(at) {
  lastSign = at || lastSign;
  feed.classList.remove("danger");
  feed.classList.add("note");
  state.textContent = `${words.live} ${lastSign}`;
  slot.hidden = false;
  clearTimeout(watch);
  watch = setTimeout(broken, SILENCE);
  ring();
}
function broken() {
  clearTimeout(watch);
  feed.classList.remove("note");
  feed.classList.add("danger");
  state.textContent = lastSign ? `${words.broken} ${words.last} ${lastSign}` : words.broken;
  $("status").textContent = state.textContent;
  ring();
}

// Nothing moves under a finger: what comes while one is down waits until it has gone, and until what it pressed is pressed.
const HOLD_MAX = 3_000;
const AFTER_A_PRESS = 350;
let held = null;
let hold = null;
function letGo() {
  const all = held ?? [];
  held = null;
  all.forEach(take);
}
function keep(longest) {
  held ??= [];
  clearTimeout(hold);
  hold = setTimeout(letGo, longest);
}
addEventListener("pointerdown", () => keep(HOLD_MAX), true);
for (const kind of ["pointerup", "pointercancel"]) addEventListener(kind, () => keep(AFTER_A_PRESS), true);

function open() {
  source = new EventSource(words.events);
  source.addEventListener("alert", ({ data }) => {
    alive("");
    if (held) held.push(JSON.parse(data));
    else take(JSON.parse(data));
  });
  source.addEventListener("unanswered", ({ data }) => {
    const place = $("elsewhere");
    place.textContent = JSON.parse(data).text;
    place.hidden = false;
    $("status").textContent = place.textContent;
    beep();
  });
  source.addEventListener("heartbeat", ({ data }) => {
    standing = false;
    alive(JSON.parse(data).at);
  });
  source.addEventListener("end", ({ data }) => {
    if (JSON.parse(data).reason === "signed_out") {
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
