// How somebody signs in, changed by themselves: an app that is set up by its picture, recovery codes on paper, another password.

import jsQR from "jsqr";
import { PNG } from "pngjs";

import { code, nextCode, signIn } from "./people.js";
import { MODES, contrast, inModes } from "./walk.js";
import { watch } from "./watched.js";

const WHO = ["family_member"];
const LOOK = { modes: [MODES[0], MODES[1], MODES[3], contrast], widths: [320, 1280], work: false };

/** What the camera of an app reads off the screen. */
async function read(page) {
  const { data, width, height } = PNG.sync.read(await page.locator("svg.qr").screenshot());
  return jsQR(new Uint8ClampedArray(data), width, height)?.data ?? "";
}

export async function accounts(browser, platform, report, states) {
  await report.part("an app that shows digits, recovery codes and a password are changed by their owner", async () => {
    const account = platform.account(...WHO);
    const context = await browser.newContext();
    const page = await context.newPage();
    // A form that is wrong is answered as such, and the browser says so.
    (await watch(context, report, platform.url)).add("422");
    await signIn(page, platform, WHO, 1);
    await page.goto(`${platform.url}/about-me`);
    await page.click("a[href='/about-me/signing-in']");
    await page.click("a[href='/about-me/second-factor']");
    await page.click("form[action$='/start'] button");
    await page.waitForSelector("svg.qr");
    const secret = (await page.textContent("p.secret")).replace(/\s/g, "");
    for (const [name, scheme, theme] of [["light", "light", null], ["dark", "dark", null], ["high contrast", "light", "contrast"]]) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.evaluate((theme) => (theme ? (document.documentElement.dataset.theme = theme) : delete document.documentElement.dataset.theme), theme);
      const seen = await read(page);
      report.holds(seen.startsWith("otpauth://totp/") && seen.includes(`secret=${secret}`), `a camera reads the picture in ${name}: ${seen.slice(0, 20)}`);
    }
    await page.emulateMedia({ colorScheme: "light" });
    await page.evaluate(() => delete document.documentElement.dataset.theme);
    await inModes(page, "the picture for an app", report, LOOK);
    await page.fill("#code", "000000");
    await page.click("form[action$='/confirm'] button");
    await page.waitForSelector("#code-wrong");
    await inModes(page, "digits of another app", report, LOOK);
    await page.fill("#code", code(secret));
    await page.keyboard.press("Enter");
    await page.waitForURL("**/second-factor?done=taken**");
    report.holds((await page.textContent("main [role=status]")).includes("Your new app counts from now on."), "by keyboard the new app is taken");
    account.totp_secret = secret;

    await page.goto(`${platform.url}/about-me/recovery-codes`);
    await page.click("form[action='/about-me/recovery-codes'] button");
    await page.waitForSelector("ol.secret");
    const codes = await page.$$eval("ol.secret li", (all) => all.map((one) => one.textContent));
    report.holds(codes.length >= 8 && new Set(codes).size === codes.length, `there are new codes: ${codes.length}`);
    await inModes(page, "new recovery codes", report, LOOK);
    await page.emulateMedia({ media: "print" });
    report.holds(!(await page.isVisible("text=I have kept them")) && (await page.isVisible("ol.secret")), "on paper stand the codes and no button");
    await page.emulateMedia({ media: null });
    await page.goto(`${platform.url}/about-me/recovery-codes`);
    report.holds(!(await page.content()).includes(codes[0]), "and they are shown once");

    const other = `${account.password} and one word more`;
    for (const [now, next, steps] of [[account.password, other, 1], [other, account.password, 2]]) {
      await page.goto(`${platform.url}/about-me/password`);
      await page.fill("#now", now);
      await page.fill("#new", next);
      await page.fill("#again", next);
      await page.click("form[action='/about-me/password'] button");
      await page.waitForSelector("text=Your password is changed");
      if (steps === 1) await inModes(page, "a password that is changed", report, LOOK);
      await page.goto(`${platform.url}/about-me`);
      report.holds(new URL(page.url()).pathname === "/sign-in", "the session has ended with it");
      account.password = next;
      // A code is good once: the next half minute has another.
      await nextCode(page);
      await signIn(page, platform, WHO, 1);
    }
    // Every session from before has ended: whoever looks on has this one.
    Object.assign(states.family_member, await context.storageState());
    await context.close();
  });
}
