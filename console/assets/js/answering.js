// The conversation of an alert as it goes on, on the page of whoever answers it. Text only: nothing here makes markup.

const $ = (id) => document.getElementById(id);
const part = $("answering");
const words = part.dataset;
const log = $("answering-log");
const list = log.querySelector("ol");
const state = $("answering-state");
const below = $("answering-below");
const WAIT_MIN = 5_000;
const WAIT_MAX = 60_000;
let wait = WAIT_MIN;
let source = null;

const near = () => log.scrollHeight - log.scrollTop - log.clientHeight < 80;
function end() {
  log.scrollTop = log.scrollHeight;
  below.hidden = true;
}
below.addEventListener("click", () => {
  end();
  log.focus();
});
log.addEventListener("scroll", () => near() && (below.hidden = true), { passive: true });

function fill(item, said) {
  item.querySelector(".by").textContent = said.by;
  const text = item.querySelector(".text");
  text.textContent = said.text;
  if (said.lang) text.lang = said.lang;
  let line = item.querySelector(".state");
  if (!said.state) return line?.remove();
  if (!line) {
    line = Object.assign(document.createElement("p"), { className: "state" });
    item.append(line);
  }
  line.textContent = said.state;
}
function take({ data }) {
  const said = JSON.parse(data);
  const own = $(`m-${said.id}`);
  // What stands here already stands here once: a stream that begins anew tells it again.
  if (own) return fill(own, said);
  if (said.again) return;
  const wasNear = near();
  const item = $(`answering-${said.kind}`).content.firstElementChild.cloneNode(true);
  item.id = `m-${said.id}`;
  fill(item, said);
  list.append(item);
  if (wasNear) end();
  else below.hidden = false;
}

function watch() {
  source = new EventSource(words.events);
  source.addEventListener("said", take);
  source.addEventListener("attention", ({ data }) => {
    $("answering-told").textContent = $("status").textContent = JSON.parse(data).text;
  });
  source.addEventListener("end", ({ data }) => {
    const { reason } = JSON.parse(data);
    if (reason !== "signed_out" && reason !== "revoked") return;
    source.close();
    state.textContent = words.ended;
  });
  source.addEventListener("open", () => {
    wait = WAIT_MIN;
    state.textContent = words.live;
  });
  source.addEventListener("error", () => {
    state.textContent = words.broken;
    if (source.readyState !== EventSource.CLOSED) return;
    setTimeout(watch, wait);
    wait = Math.min(wait * 2, WAIT_MAX);
  });
}
end();
watch();
addEventListener("pagehide", () => source.close());
