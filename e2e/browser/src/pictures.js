// Every part of pages, in five modes at three widths, as a picture: what two platforms of this run show must be the same.
// There are no pictures to compare with from other runs: they hold for one version of the browser and one set of fonts.

import { contrast, MODES, PLAIN } from "./walk.js";
import { difference } from "./pixels.js";

const WIDTHS = [360, 768, 1280];
const DIFFERENCE_MAX = 0.001;

/** Takes pictures of the gallery; compares them with those of a platform before. */
export async function pictures(browser, platform, report, { quick, before }) {
  const taken = new Map();
  await report.part("pictures of every part", async () => {
    const context = await browser.newContext({ reducedMotion: "reduce", locale: "en-GB" });
    const page = await context.newPage();
    for (const path of ["/gallery", "/gallery?work"]) {
      await page.goto(platform.url + path);
      for (const [mode, media] of quick ? [MODES[0], contrast] : [...MODES, contrast]) {
        await page.emulateMedia({ ...PLAIN, ...(media ?? {}) });
        await page.evaluate((chosen) => (chosen ? (document.documentElement.dataset.theme = chosen) : delete document.documentElement.dataset.theme), media ? null : "contrast");
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 });
          taken.set(`${path}, ${mode}, ${width}`, await page.screenshot({ fullPage: true, caret: "hide", animations: "disabled" }));
        }
      }
    }
    await context.close();
    const all = [...taken.values()].map((one) => one.toString("base64"));
    report.holds(new Set(all).size === all.length, "no two of them are the same: modes and widths take");
    for (const [name, picture] of before ?? []) {
      const differs = difference(picture, taken.get(name));
      report.holds(differs <= DIFFERENCE_MAX, `${name}: ${(differs * 100).toFixed(3)} % is not as on the platform before`);
    }
    if (before) console.log(`  ${before.size} pictures compared with those of the platform before, in this run`);
  });
  return taken;
}
