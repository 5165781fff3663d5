// What is seen, by the pixels: two pictures compared, and whether the focus can be told from its absence.

import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";

/** The part of two pictures that differs, 0 to 1. Pictures of different sizes differ wholly. */
export function difference(one, other) {
  const [a, b] = [PNG.sync.read(one), PNG.sync.read(other)];
  if (a.width !== b.width || a.height !== b.height) return 1;
  return pixelmatch(a.data, b.data, undefined, a.width, a.height, { threshold: 0.1 }) / (a.width * a.height);
}

const linear = (value) => (value <= 10.31475 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4);
const luminance = (data, at) => 0.2126 * linear(data[at]) + 0.7152 * linear(data[at + 1]) + 0.0722 * linear(data[at + 2]);

/** How many pixels of two pictures of one size have a contrast of three to one or more against each other. */
function changed(one, other) {
  const [a, b] = [PNG.sync.read(one), PNG.sync.read(other)];
  let count = 0;
  for (let at = 0; at < a.data.length; at += 4) {
    const [dark, light] = [luminance(a.data, at), luminance(b.data, at)].sort((x, y) => x - y);
    if ((light + 0.05) / (dark + 0.05) >= 3) count += 1;
  }
  return count;
}

const AROUND = 10;

/**
 * Whether the focus of what has it can be seen: the pixels that change with it, and those of a line of two pixels around
 * it (WCAG 2.4.13), as far as it is on the screen. Leaves the focus where it was.
 */
export async function focusSeen(page) {
  const one = await page.evaluateHandle(() => document.activeElement);
  const box = await one.evaluate((one, around) => {
    const { left, top, right, bottom } = one.getBoundingClientRect();
    const [x, y] = [Math.max(0, Math.floor(left - around)), Math.max(0, Math.floor(top - around))];
    const clip = { x, y, width: Math.min(innerWidth, Math.ceil(right + around)) - x, height: Math.min(innerHeight, Math.ceil(bottom + around)) - y };
    const across = Math.max(0, Math.min(innerWidth, right) - Math.max(0, left));
    const down = Math.max(0, Math.min(innerHeight, bottom) - Math.max(0, top));
    const edges = (top >= 0 ? across : 0) + (bottom <= innerHeight ? across : 0) + (left >= 0 ? down : 0) + (right <= innerWidth ? down : 0);
    return { clip, edges };
  }, AROUND);
  // The caret is no sign of the focus, and blinks.
  const picture = () => page.screenshot({ clip: box.clip, caret: "hide", animations: "disabled" });
  const held = await picture();
  await one.evaluate((one) => one.blur());
  const left = await picture();
  await one.evaluate((one) => one.focus({ preventScroll: true, focusVisible: true }));
  await one.dispose();
  // A tenth for corners that are round and halves of pixels.
  return { changed: changed(held, left), wanted: Math.floor(box.edges * 2 * 0.9) };
}

/** That both find what they are there for. */
export async function pixelsThemselves(browser, report) {
  const page = await browser.newPage({ viewport: { width: 320, height: 320 } });
  const body = (style) => `<!doctype html><html lang="en"><body><p>word</p><button style="width:100px;height:50px">x</button>
    <style>body{background:#fff;color:#000} button:focus{outline:none;box-shadow:none} ${style}</style></body></html>`;
  const seen = async (style) => {
    await page.setContent(body(style));
    await page.keyboard.press("Tab");
    return focusSeen(page);
  };
  const [none, faint, good] = [await seen(""), await seen("button:focus{outline:3px solid #ddd}"), await seen("button:focus{outline:3px solid #000}")];
  report.holds(none.changed < none.wanted, `no outline is no focus: ${JSON.stringify(none)}`);
  report.holds(faint.changed < faint.wanted, `a faint outline is none: ${JSON.stringify(faint)}`);
  report.holds(good.changed >= good.wanted, `an outline is: ${JSON.stringify(good)}`);
  const before = await page.screenshot();
  report.holds(difference(before, await page.screenshot()) === 0, "a picture is like itself");
  await page.evaluate(() => (document.querySelector("p").textContent = "another word"));
  const other = difference(before, await page.screenshot());
  report.holds(other > 0.001, `one word more is a difference: ${other}`);
  await page.close();
}
