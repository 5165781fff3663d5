// The tone of alerts that nobody has taken up. Browsers let a page play nothing until somebody has pressed something on it:
// until then a bar says that sound is off.

const EVERY = 4_000;

/** `bar`, `button`, `state`: the parts of the bar; `words`: `sound` and `mute`; `beeps` counts; `needed` says whether it rings. */
export function tone({ bar, button, state, words, beeps, needed }) {
  let audio = null;
  let ringing = null;
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
    beeps.dataset.beeps = String(Number(beeps.dataset.beeps || 0) + 1);
  }
  function ring() {
    if (needed() && !ringing) {
      beep();
      ringing = setInterval(beep, EVERY);
    } else if (!needed() && ringing) {
      clearInterval(ringing);
      ringing = null;
    }
  }
  function heard() {
    const on = audio?.state === "running";
    button.hidden = on;
    bar.classList.toggle("warn", !on);
    state.textContent = on ? words.sound : words.mute;
  }
  function unlock() {
    if (!audio) {
      audio = new AudioContext();
      // A browser may take the sound away again: then the bar says so.
      audio.addEventListener("statechange", heard);
    }
    return audio.resume().then(heard);
  }
  bar.hidden = false;
  heard();
  // Where the browser lets this site play without a press, it is on from the start.
  if (navigator.userActivation?.hasBeenActive) unlock();
  button.addEventListener("click", async () => {
    await unlock();
    state.tabIndex = -1;
    state.focus();
    beep();
    ring();
  });
  return { beep, ring, unlock };
}
