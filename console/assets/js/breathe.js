// Slow breathing in words: one word stands while somebody breathes in, another while they breathe out. Nothing moves.

const box = document.getElementById("breathe");
const button = box.querySelector("button");
const now = box.querySelector("p");
const IN = 4_000;
const OUT = 6_000;
const TIMES = 5;
let next = null;

function rest(words) {
  clearTimeout(next);
  next = null;
  now.textContent = words;
  button.textContent = box.dataset.start;
}
function breath(left) {
  if (left === 0) return rest(box.dataset.over);
  now.textContent = box.dataset.in;
  next = setTimeout(() => {
    now.textContent = box.dataset.out;
    next = setTimeout(breath, OUT, left - 1);
  }, IN);
}
button.addEventListener("click", () => {
  if (next) return rest("");
  button.textContent = box.dataset.stop;
  breath(TIMES);
});
box.hidden = false;
