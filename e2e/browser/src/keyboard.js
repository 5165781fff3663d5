// By keyboard alone: every stop is seen, none is covered, and the walk comes to its end. That the focus is seen is read
// off the style at every stop, and off the pixels once for each kind of control, in every mode.

import { focusSeen } from "./pixels.js";
import { contrast, MODES, PLAIN } from "./walk.js";

const STOPS_MAX = 200;

/** Looks at the focus in every mode, and leaves the page as it was. */
async function seenInEveryMode(page, report, name, modes) {
  for (const [mode, media] of modes) {
    await page.emulateMedia({ ...PLAIN, ...(media ?? {}) });
    await page.evaluate((chosen) => (chosen ? (document.documentElement.dataset.theme = chosen) : delete document.documentElement.dataset.theme), media ? null : "contrast");
    const { changed, wanted } = await focusSeen(page);
    report.holds(changed >= wanted, `${name}, ${mode}: ${changed} pixels tell the focus, not ${wanted}`);
  }
  await page.emulateMedia(PLAIN);
  await page.evaluate(() => delete document.documentElement.dataset.theme);
}

/** Whether what has the focus is on the screen, or nothing has it. */
const SHOWN = () => {
  const box = document.activeElement?.getBoundingClientRect();
  const y = box && box.top + Math.min(box.height / 2, 20);
  return !box || document.activeElement === document.body || (y >= 0 && y < innerHeight);
};

export async function keyboard(browser, platform, report, { who, state, paths, quick, kinds }) {
  const modes = quick ? [MODES[0], contrast] : [...MODES, contrast];
  const context = await browser.newContext({ storageState: state, viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  for (const path of paths.filter((path) => !path.startsWith("/docs"))) {
    await page.goto(platform.url + path);
    const stops = [];
    for (let step = 0; step < STOPS_MAX; step += 1) {
      await page.keyboard.press("Tab");
      // What a live list or a timer moves in this moment has come to rest; what stays off the screen is found all the same.
      await page.waitForFunction(SHOWN, null, { timeout: 1_000 }).catch(() => {});
      const stop = await page.evaluate(() => {
        const one = document.activeElement;
        if (!one || one === document.body) return null;
        const box = one.getBoundingClientRect();
        const style = getComputedStyle(one);
        const all = [...document.querySelectorAll("*")];
        const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
        const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 20)];
        const inside = x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
        const top = inside ? document.elementFromPoint(x, y) : null;
        return {
          place: all.indexOf(one),
          kind: `${document.documentElement.dataset.skin} ${one.tagName} ${one.type ?? ""} ${one.className}`,
          name: `${one.tagName} ${one.textContent.trim().slice(0, 30)}`,
          seen,
          inside,
          at: `${Math.round(x)},${Math.round(y)}`,
          covered: inside && !(top && (one.contains(top) || top.contains(one))),
        };
      });
      if (!stop || stop.place === stops[0]?.place) break;
      report.holds(stop.seen, `${who} ${path}: the focus is not seen on ${stop.name}`);
      report.holds(stop.inside, `${who} ${path}: ${stop.name} is focused off the screen, at ${stop.at}`);
      report.holds(!stop.covered, `${who} ${path}: ${stop.name} is covered`);
      const before = stops.at(-1);
      report.holds(!before || before.place < stop.place, `${who} ${path}: ${stop.name} comes out of order`);
      stops.push(stop);
      if (stop.inside && !kinds.has(stop.kind)) {
        kinds.add(stop.kind);
        await seenInEveryMode(page, report, `${who} ${path}: ${stop.name}`, modes);
      }
    }
    report.holds(stops.length > 1 && stops.length < STOPS_MAX, `${who} ${path}: ${stops.length} stops`);
  }
  await context.close();
}
