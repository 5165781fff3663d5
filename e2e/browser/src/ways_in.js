// Ways in: a relative who is invited and makes an account, and a password that somebody lost, each with what one hands to the other.

import { code, nextCode } from "./people.js";
import { MODES, contrast, inModes } from "./walk.js";
import { watch } from "./watched.js";

const LOOK = { modes: [MODES[0], MODES[1], contrast], widths: [320, 1280], work: false };
const PASSWORD = "seven quiet boats at noon";

/** The address that a page hands over. */
const handed = async (page) => (await page.locator("p.secret").first().textContent()).trim();

async function pageOf(browser, platform, report, state, options = {}) {
  const context = await browser.newContext({ storageState: state, ...options });
  // A form that is wrong is answered as such, and the browser says so.
  const expected = await watch(context, report, platform.url);
  for (const status of ["401", "422", "410"]) expected.add(status);
  return context.newPage();
}

/** Signs in with the fields of the page that one is on. */
async function enter(page, password, digits) {
  await page.fill("#password", password);
  await page.fill("#code", digits);
  await page.locator("form", { has: page.locator("#code") }).locator("button[type=submit]").click();
}

/** Shows once more who one is, where that was too long ago. */
async function prove(page, account) {
  const asked = page.locator("form[action='/step-up']");
  await page.locator("form[action='/step-up'], svg.qr").first().waitFor();
  if ((await asked.count()) === 0) return;
  await page.fill("#password", account.password);
  await nextCode(page);
  await page.fill("#code", code(account.totp_secret));
  await asked.locator("button[type=submit]").last().click();
  await page.waitForSelector("svg.qr");
}

export async function waysIn(browser, platform, report, states) {
  await report.part("a relative is invited, loses the password, and gets in again", async () => {
    const email = `ann-${platform.shape}@elm.example`;
    const nurse = await pageOf(browser, platform, report, states.care_staff);
    await nurse.goto(`${platform.url}/staff/residents`);
    await nurse.locator("a.card", { hasText: "Rose" }).first().click();
    await nurse.click("main >> text=Ways in");
    await nurse.click("form[action$='/invite'] button");
    await nurse.waitForSelector(".summary");
    await inModes(nurse, "ways in, with nothing chosen", report, { ...LOOK, work: true });
    await nurse.check("#relation-secondary_family");
    await nurse.click("form[action$='/invite'] button");
    await nurse.waitForSelector("svg.qr");
    await inModes(nurse, "an invitation that is handed over", report, { ...LOOK, work: true });
    const link = await handed(nurse);
    report.holds(link.startsWith(`${platform.url}/join?code=`), `the link is one of this site: ${link.slice(0, 40)}`);

    // The relative, by keyboard and without scripts.
    const ann = await pageOf(browser, platform, report, undefined, { javaScriptEnabled: false });
    await ann.goto(link);
    await ann.fill("#name", "Ann Field");
    await ann.fill("#email", email);
    await ann.fill("#password", PASSWORD);
    await ann.fill("#again", `${PASSWORD} `);
    await ann.keyboard.press("Enter");
    report.holds((await ann.textContent(".summary")).includes("not the same"), "two passwords that differ are told");
    await ann.fill("#password", PASSWORD);
    await ann.fill("#again", PASSWORD);
    await ann.keyboard.press("Enter");
    const secret = (await ann.locator("p.secret").first().textContent()).replace(/\s/g, "");
    const codes = await ann.locator("ol.secret li").allTextContents();
    report.holds(secret.length >= 26 && codes.length >= 8, `the account is made, with codes: ${codes.length}`);
    report.holds((await ann.inputValue("#email")) === email, "the first sign-in stands there with the address");
    await enter(ann, PASSWORD, "000000");
    await ann.waitForSelector("[role=alert]");
    report.holds((await ann.locator("ol.secret li").allTextContents()).join() === codes.join(), "a wrong code takes the page away from nobody");
    await enter(ann, PASSWORD, code(secret));
    await ann.waitForURL("**/family");
    report.holds(!(await ann.content()).includes("Rose Field"), "until Rose says so, nothing of her is shown");

    // Rose is asked whether she knows her.
    const rose = await pageOf(browser, platform, report, states.resident);
    await rose.goto(`${platform.url}/about-me`);
    await inModes(rose, "somebody waits for Rose's word", report, LOOK);
    await rose.click("text=Look who it is");
    const asked = rose.locator("li.card", { hasText: "Ann Field" });
    report.holds((await asked.textContent()).includes("They see nothing before you say yes."), "Rose is asked about Ann by her name");
    await inModes(rose, "somebody whom staff entered", report, LOOK);
    await asked.locator("a[href$='/no']").click();
    report.holds((await rose.textContent("h1")).includes("Take Ann Field off?"), "no is asked once more");
    await inModes(rose, "taking somebody off", report, LOOK);
    await rose.click("main a.plain[href='/about-me/consents']");
    await asked.locator("form[action$='/yes'] button").click();
    await rose.waitForURL(/done=known/);
    await ann.goto(`${platform.url}/family`);
    report.holds(!(await ann.content()).includes("Nobody has entered you as family"), "from then on Ann is one of hers");
    await ann.goto(link);
    report.holds((await ann.textContent("h1")).includes("Use this invitation for your account?"), "whoever is signed in makes no second account");
    await ann.click("form[action='/join'] button");
    report.holds((await ann.textContent("[role=alert]")).includes("does not work any more"), "and a used one is used for that too");
    for (const page of [ann, rose]) await page.context().close();

    const again = await pageOf(browser, platform, report, undefined);
    await again.goto(link);
    await again.fill("#name", "Somebody Else");
    await again.fill("#email", `else-${platform.shape}@elm.example`);
    await again.fill("#password", PASSWORD);
    await again.fill("#again", PASSWORD);
    await again.keyboard.press("Enter");
    report.holds((await again.textContent("[role=alert]")).includes("does not work any more"), "a link is good once");
    await inModes(again, "an invitation that was used", report, LOOK);

    // The administrator hands over a new password; the app stays what it was.
    const admin = await pageOf(browser, platform, report, states.admin);
    await admin.goto(`${platform.url}/work`);
    await admin.click("a[href='/work/accounts']");
    const row = admin.locator("li.card", { hasText: "Ann Field" });
    for (; (await row.count()) === 0; ) await admin.click(".pager a");
    await inModes(admin, "accounts", report, { ...LOOK, work: true });
    await admin.locator("main a[href$='/units']").first().click();
    await inModes(admin, "where somebody works", report, { ...LOOK, work: true });
    await admin.click("main button[type=submit]");
    await admin.waitForURL(/done=units/);
    for (; (await row.count()) === 0; ) await admin.click(".pager a");
    await row.locator("form[action$='/password'] button").click();
    await prove(admin, platform.account("admin"));
    const lost = await handed(admin);
    await again.goto(`${platform.url}/sign-in`);
    await again.click("a[href='/sign-in/forgotten']");
    await again.locator("a[href='/password/new']").click();
    await again.fill("#code", new URL(lost).searchParams.get("code"));
    await again.fill("#password", `${PASSWORD} again`);
    await again.fill("#again", `${PASSWORD} again`);
    await inModes(again, "a new password", report, LOOK);
    await again.click("form[action='/password/new'] button");
    await again.waitForSelector("text=Your new password works");
    await again.click("main a[href='/sign-in']");
    await again.fill("#email", email);
    // A code is good once: the next half minute has another.
    await nextCode(again);
    await enter(again, `${PASSWORD} again`, code(secret));
    await again.waitForURL("**/family");
    report.holds(true, "with the new password she is in again");
    await again.goto(link);
    await inModes(again, "an invitation for who has an account", report, LOOK);
    for (const page of [nurse, again, admin]) await page.context().close();
  });
}
