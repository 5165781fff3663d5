// The bar of a page of staff: how many alerts are open, and their tone, off a feed that counts them and names nobody. One stream a browser:
// the page that holds the lock has it and tells the others, so that many open pages do not use up the browser's streams.

import { tone } from "./sound.js";

const $ = (id) => document.getElementById(id);
const bar = $("live");
const words = bar.dataset;
const SILENCE = 35_000;
const AGAIN = 5_000;
const title = document.title;
const pages = new BroadcastChannel("alerts");
let state = { open: null, waiting: 0, rings: 0, alive: null, at: "", elsewhere: "", news: 0 };
let leads = false;
let watch = null;

const { beep, ring } = tone({
  bar: $("live-sound"), button: $("live-sound-on"), state: $("live-sound-state"), words, beeps: bar,
  // Not from every page at once: from the one that has the stream, and from the one that is looked at.
  needed: () => (state.rings > 0 || state.alive === false) && (leads || document.visibilityState === "visible"),
});
document.addEventListener("visibilitychange", ring);

const put = (line, values) => line.replace(/\{(\w+)\}/g, (_, name) => values[name]);
function show(next) {
  const before = state;
  state = next;
  if (state.open !== null) $("live-count").textContent = put(words.count, state);
  if (state.alive !== null) {
    const last = state.at ? `${words.last} ${state.at}` : "";
    const line = state.alive ? `${words.live} ${state.at}` : `${words.broken} ${last}`;
    if (state.alive !== before.alive && !state.alive) $("status").textContent = line;
    $("live-state").textContent = line;
    bar.classList.toggle("danger", !state.alive);
  }
  if (state.elsewhere && state.elsewhere !== before.elsewhere) {
    $("live-elsewhere").textContent = $("status").textContent = state.elsewhere;
    $("live-elsewhere").hidden = false;
    beep();
  }
  // Of whom it is stands in the list: a page of anything else says no name.
  if (before.alive !== null && state.news > before.news) $("status").textContent = words.notify;
  document.title = state.rings > 0 ? `(${state.rings}) ${title}` : title;
  ring();
}
// A page that is not told anything any more trusts nothing that it shows.
function sign() {
  clearTimeout(watch);
  watch = setTimeout(() => show({ ...state, alive: false }), SILENCE);
}
function tell(change) {
  show({ ...state, ...change });
  pages.postMessage(state);
}
pages.addEventListener("message", ({ data }) => {
  if (data === "which") {
    if (leads) pages.postMessage(state);
  } else if (!leads) {
    if (data.alive) sign();
    show(data);
  }
});

function lead() {
  leads = true;
  // Once its owner has fallen silent on shift the feed tells places, one by one; before that, numbers.
  const places = new Map();
  let heard = new Set();
  // What stands has been told: what comes from here on is news.
  let whole = false;
  let source = null;
  const count = ({ open, waiting, ringing, more }) => {
    const news = state.news + (whole && ringing.some((id) => !heard.has(id)) ? 1 : 0);
    heard = new Set(ringing);
    const some = (number) => (more ? `${number}+` : number);
    tell({ open: some(open), waiting: some(waiting), rings: ringing.length, news });
  };
  const counted = () => {
    const waiting = [...places.values()].filter((one) => one.open);
    const ringing = waiting.filter((one) => one.asked).map((one) => one.id);
    count({ open: places.size, waiting: waiting.length, ringing });
  };
  const take = ({ data }) => {
    sign();
    const alert = JSON.parse(data);
    if (alert.closed) places.delete(alert.id);
    else places.set(alert.id, alert);
    if (whole) counted();
  };
  return new Promise((release) => {
    function connect() {
      source = new EventSource(words.events);
      let narrow = false;
      source.addEventListener("counts", ({ data }) => {
        sign();
        count(JSON.parse(data));
      });
      source.addEventListener("place", take);
      source.addEventListener("narrowed", () => {
        narrow = true;
        whole = false;
        places.clear();
      });
      source.addEventListener("unanswered", ({ data }) => tell({ elsewhere: JSON.parse(data).text }));
      source.addEventListener("heartbeat", ({ data }) => {
        if (narrow && !whole) counted();
        whole = true;
        sign();
        tell({ alive: true, at: JSON.parse(data).at });
      });
      source.addEventListener("end", ({ data }) => {
        const { reason } = JSON.parse(data);
        if (reason !== "shift_over" && reason !== "signed_out") return;
        // Somebody who signs in on another page has a feed of their own.
        source.close();
        tell({ alive: false });
        leads = false;
        release();
      });
      source.addEventListener("error", () => {
        if (source.readyState !== EventSource.CLOSED || !leads) return;
        tell({ alive: false });
        setTimeout(connect, AGAIN);
      });
    }
    connect();
    addEventListener("pagehide", () => {
      source.close();
      release();
    });
  });
}
sign();
if (navigator.locks) {
  navigator.locks.request("alerts", lead);
  pages.postMessage("which");
} else lead();
