// Twice the text, as a person sets it in the browser itself: nothing is wider than a small screen, no word is cut off,
// no control lies on another, and the page to talk on leaves room for what is said.

import { launch } from "./browser.js";
import { shape } from "./walk.js";

/** The browser's own setting; pages measure in it, so that their layout follows too. */
const TWICE = ["--blink-settings=defaultFontSize=32"];

export const launchLarge = () => launch(TWICE);

/** Runs in the page: what does not fit. */
function unfit(width) {
  const found = [];
  const name = (one) => `${one.tagName}.${one.className} ${one.textContent.trim().slice(0, 30)}`;
  const top = document.querySelector("dialog[open]") ?? document.body;
  if (document.documentElement.scrollWidth > width) found.push(`is ${document.documentElement.scrollWidth} wide`);
  const seen = [...top.querySelectorAll("*")].filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".hide, .skip, thead"));
  for (const one of seen) {
    const style = getComputedStyle(one);
    // Left to those who listen, on purpose, as what has the class for it.
    if (style.clipPath === "inset(50%)") continue;
    const cut = (axis, size, whole) => ["hidden", "clip"].includes(style[axis]) && one[whole] > one[size] + 1;
    if (cut("overflowX", "clientWidth", "scrollWidth") || cut("overflowY", "clientHeight", "scrollHeight")) found.push(`is cut off: ${name(one)}`);
    // A chart is read in two directions: it is moved within its own box, which has to fit.
    const moves = one.closest("pre, .chart-in > *");
    if (one.getBoundingClientRect().right > width + 1 && !moves) found.push(`stands out: ${name(one)}`);
  }
  const controls = seen.filter((one) => one.matches("a, button, input:not([type=hidden]), select, textarea, summary"));
  for (const [place, one] of controls.entries()) {
    for (const other of controls.slice(place + 1)) {
      if (one.contains(other) || other.contains(one)) continue;
      const lie = [...one.getClientRects()].some((a) => [...other.getClientRects()].some((b) =>
        Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2));
      // What sticks lies over what scrolls beneath it; that it can be scrolled free is looked at by keyboard.
      const sticks = [one, other].some((each) => each.closest(".below"));
      if (lie && !sticks) found.push(`lies on another: ${name(one)} and ${name(other)}`);
    }
  }
  return found.slice(0, 5);
}

/** That what does not fit is found: one fault of each kind. */
export async function largeItself(browser, report) {
  const page = await browser.newPage({ viewport: { width: 320, height: 740 } });
  const found = async (body) => {
    await page.setContent(`<!doctype html><html lang="en"><body style="margin:0">${body}</body></html>`);
    return (await page.evaluate(unfit, 320)).join();
  };
  report.holds((await found("<p>fits</p><button>one</button> <button>two</button>")) === "", "what fits is not found");
  report.holds((await found('<p style="height:20px;overflow:hidden">some<br>more<br>words</p>')).includes("is cut off"), "words that are cut off are found");
  report.holds((await found('<button>one</button><button style="margin-left:-30px">two</button>')).includes("lies on another"), "a control on another is found");
  report.holds((await found('<p style="position:fixed;left:300px;width:90px">word</p>')).includes("stands out"), "what stands out is found");
  const chart = (box) => found(`<div class="chart-in" style="overflow-x:auto;width:${box}px"><svg width="700" height="20"></svg></div>`);
  report.holds((await chart(300)) === "", "a chart that is moved within its box is not found");
  report.holds((await chart(400)).includes("stands out"), "a box of a chart that does not fit is found");
  await page.close();
}

export async function large(browser, platform, report, { who, state, paths }) {
  await report.part(`twice the text: ${who}`, async () => {
    const context = await browser.newContext({ storageState: state, viewport: { width: 320, height: 740 } });
    const page = await context.newPage();
    for (const path of paths.filter((path) => !path.startsWith("/docs"))) {
      const name = `${who} ${shape(path)} at twice the text`;
      await page.goto(platform.url + path);
      const size = await page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
      report.holds(size === 32, `${name}: the setting takes: ${size}`);
      for (const one of await page.evaluate(unfit, 320)) report.holds(false, `${name}: ${one}`);
      for (const id of ["crisis", "idle"]) {
        const open = await page.evaluate((id) => {
          const dialog = document.getElementById(id);
          if (dialog && !dialog.open) dialog.showModal();
          return !!dialog;
        }, id);
        if (!open) continue;
        for (const one of await page.evaluate(unfit, 320)) report.holds(false, `${name}, dialog ${id}: ${one}`);
        const reached = await page.evaluate((id) => {
          const dialog = document.getElementById(id);
          const last = [...dialog.querySelectorAll("a, button")].filter((one) => one.checkVisibility()).at(-1);
          last.scrollIntoView({ block: "nearest" });
          const box = last.getBoundingClientRect();
          dialog.close();
          return box.top >= 0 && box.bottom <= innerHeight + 1;
        }, id);
        report.holds(reached, `${name}: the last action of the dialog ${id} can be reached`);
      }
      if (await page.locator("#dock").count()) await room(page, report, name);
    }
    await context.close();
  });
}

/** Where the dock takes more than its share of the screen, it does not stay there. */
async function room(page, report, name) {
  for (const height of [740, 568]) {
    await page.setViewportSize({ width: 320, height });
    const found = await page.evaluate(() => {
      const dock = document.querySelector(".dock").getBoundingClientRect();
      const log = document.getElementById("log");
      return { part: dock.height / innerHeight, scrolls: document.documentElement.scrollHeight > innerHeight + 1, log: log.clientHeight / innerHeight };
    });
    report.holds(found.part <= 0.4 || found.scrolls, `${name}, ${height} high: the dock takes ${Math.round(found.part * 100)} % and stays there, the log has ${Math.round(found.log * 100)} %`);
  }
  await page.setViewportSize({ width: 320, height: 740 });
}
