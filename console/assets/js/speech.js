// Speaking instead of typing, and hearing a reply: only where this device does both by itself. No sound and no word of it
// goes to anybody else's machine, so where that is not certain there is no button.

const field = document.getElementById("words");
const status = document.getElementById("status");
const speak = document.getElementById("speak");
const lang = document.documentElement.lang;

const Recognition = globalThis.SpeechRecognition;
async function local() {
  if (typeof Recognition?.available !== "function") return false;
  try {
    return (await Recognition.available({ langs: [lang], processLocally: true })) === "available";
  } catch {
    return false;
  }
}

let listening = null;
function listen() {
  if (listening) return listening.stop();
  let heard = "";
  listening = new Recognition();
  listening.lang = lang;
  listening.processLocally = true;
  listening.continuous = true;
  listening.addEventListener("result", (event) => {
    for (let at = event.resultIndex; at < event.results.length; at += 1) {
      if (event.results[at].isFinal) heard += event.results[at][0].transcript;
    }
  });
  listening.addEventListener("end", () => {
    listening = null;
    speak.setAttribute("aria-pressed", "false");
    const words = heard.trim();
    // They wait in the field: only a person sends them.
    if (words) {
      field.value = field.value.trim() ? `${field.value.trimEnd()} ${words}` : words;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus({ preventScroll: true });
    }
    status.textContent = words ? speak.dataset.heard : speak.dataset.failed;
  });
  speak.setAttribute("aria-pressed", "true");
  status.textContent = speak.dataset.listens;
  try {
    listening.start();
  } catch {
    listening = null;
    speak.setAttribute("aria-pressed", "false");
    status.textContent = speak.dataset.failed;
  }
}
speak.addEventListener("click", listen);
local().then((can) => {
  speak.hidden = !can;
  speak.form.classList.toggle("speaks", can);
});

// Reading aloud: with a voice of this device alone.
const voices = globalThis.speechSynthesis;
const voice = () => voices?.getVoices().find((one) => one.localService && one.lang.slice(0, 2) === lang);
let reading = null;
function quiet() {
  voices.cancel();
  if (!reading) return;
  reading.setAttribute("aria-pressed", "false");
  reading.textContent = reading.dataset.again;
  reading = null;
}
function offer(item) {
  // A reply in another language than the page's has no voice here.
  const words = item.querySelector(".text");
  if (!voice() || item.getAttribute("aria-busy") || item.querySelector(".aloud") || words.lang) return;
  const line = document.getElementById("read-template").content.firstElementChild.cloneNode(true);
  const button = line.firstElementChild;
  button.dataset.again = button.textContent;
  button.addEventListener("click", () => {
    const own = reading === button;
    quiet();
    if (own) return;
    const said = new SpeechSynthesisUtterance(words.textContent);
    said.voice = voice();
    said.lang = said.voice.lang;
    said.addEventListener("end", quiet);
    reading = button;
    button.setAttribute("aria-pressed", "true");
    button.textContent = button.dataset.stop;
    voices.speak(said);
  });
  item.append(line);
}
const all = () => document.querySelectorAll("#said .other, #said .staff").forEach(offer);
if (voices) {
  all();
  voices.addEventListener?.("voiceschanged", all);
  new MutationObserver(all).observe(document.getElementById("said"), {
    childList: true, subtree: true, attributes: true, attributeFilter: ["aria-busy"],
  });
  addEventListener("pagehide", () => voices.cancel());
}
