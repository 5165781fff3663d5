// Answering an alert: what stands rings when a page loads, on every page of staff; and who writes in a conversation sees what is
// said there, with scripts and without.

import { newcomer } from "./people.js";
import { until } from "./platform.js";
import { MODES, contrast, inModes } from "./walk.js";
import { LIVE, watch } from "./watched.js";

const DANGER = "I took all my pills and I want to die.";

async function pageOf(browser, state, options = {}) {
  const context = await browser.newContext({ storageState: state, ...options });
  return context.newPage();
}

/** Says it, and waits until it is known that somebody was told. */
async function cry(browser, platform, state) {
  const page = await pageOf(browser, state);
  await page.goto(`${platform.url}/talk`);
  await page.fill("#words", DANGER);
  await page.click(".send");
  await page.waitForFunction(() => document.getElementById("crisis-told").textContent);
  return page;
}

/** Closes whatever stands, so that what comes is counted from nothing. */
async function closeAll(page, platform) {
  for (;;) {
    await page.goto(`${platform.url}/staff/alerts`);
    const link = page.locator(".alerts > li[data-alert] a.button").first();
    if ((await link.count()) === 0) return;
    await link.click();
    await page.click("text=Close this alert");
    await page.check("#outcome-safe");
    await page.click("form >> text=Close this alert");
    await page.waitForURL(/done=closed/);
  }
}

const beeps = (page, id) => page.evaluate((id) => Number(document.getElementById(id).dataset.beeps || 0), id);
const row = (page, name) => page.locator("[data-alert]", { hasText: name });

export async function ringing(browser, platform, report, states) {
  await report.part("alerts that stand when a page loads, and the bar of every other page", async () => {
    const names = ["Ada", "Ben"].map((name) => `${name} who rang in ${platform.shape}`);
    const residents = [];
    for (const name of names) residents.push(await newcomer(browser, platform, states.care_staff, name));
    const nurse = await pageOf(browser, states.care_staff);
    await watch(nurse.context(), report, platform.url);
    await closeAll(nurse, platform);
    const cries = [];
    for (const state of residents) cries.push(await cry(browser, platform, state));
    await nurse.goto(`${platform.url}/staff/alerts`);
    await nurse.waitForSelector(LIVE);
    await nurse.click("#sound");
    await until("the tone of what stood there", async () => (await beeps(nurse, "feed")) >= 2);
    report.holds(/^\(2\) /.test(await nurse.title()), `what stands calls: ${await nurse.title()}`);
    await row(nurse, names[0]).locator("form button").click();
    await nurse.waitForURL(/done=acknowledged/);
    const count = (text) => nurse.locator("#live-count", { hasText: text }).waitFor();
    await count("Open alerts: 2. Nobody has: 1.");
    await nurse.locator("#live-state", { hasText: "Live:" }).waitFor();
    // A press led here: where the browser lets the page play because of it, there is nothing to turn on.
    if (await nurse.isVisible("#live-sound-on")) await nurse.click("#live-sound-on");
    await until("the tone of the other", async () => (await beeps(nurse, "live")) >= 2);
    report.holds(true, "who has one hears the other");
    await nurse.goto(`${platform.url}/staff/handover`);
    await count("Open alerts: 2. Nobody has: 1.");
    report.holds(true, "and reads of it on another page");
    // One stream for all pages of a browser: a second page is told by the first.
    const second = await nurse.context().newPage();
    await second.goto(`${platform.url}/staff/residents`);
    await second.locator("#live-state", { hasText: "Live:" }).waitFor();
    const other = await pageOf(browser, states.health_provider, { javaScriptEnabled: false });
    await other.goto(`${platform.url}/staff/residents`);
    report.holds(/Open alerts: \d+\. Nobody has: \d+\./.test(await other.textContent("#live-count")), "without scripts it is counted at load");
    const colleague = await pageOf(browser, states.care_staff, { javaScriptEnabled: false });
    await colleague.goto(`${platform.url}/staff/alerts`);
    await row(colleague, names[1]).locator("form button").click();
    await count("Open alerts: 2. Nobody has: 0.");
    await second.locator("#live-count", { hasText: "Nobody has: 0." }).waitFor();
    report.holds(!/^\(/.test(await nurse.title()), "what somebody has calls no more, on any page");
    for (const page of [nurse, other, colleague, ...cries]) await page.context().close();
  });
}

export async function answering(browser, platform, report, states) {
  await report.part("a person writes, and sees what is answered", async () => {
    const name = `Cleo who answers in ${platform.shape}`;
    const state = await newcomer(browser, platform, states.care_staff, name);
    const resident = await cry(browser, platform, state);
    const nurse = await pageOf(browser, states.care_staff);
    await watch(nurse.context(), report, platform.url);
    await nurse.goto(`${platform.url}/staff/alerts`);
    await row(nurse, name).locator("a.button").first().click();
    const log = nurse.locator("#answering-log");
    await log.locator(".theirs", { hasText: DANGER }).waitFor();
    report.holds((await log.locator(".other").count()) > 0, "what the companion said stands beside what the resident said");
    await nurse.click("text=Write with the resident");
    await nurse.waitForURL(/done=taken/);
    report.holds((await nurse.textContent("main [role=status]")).includes("You write with the resident now."), "it is said what was done");
    await nurse.fill("#words", "I am Noor. I am coming to you.");
    await nurse.click("text=Send as yourself");
    await log.locator(".staff", { hasText: "I am coming to you." }).waitFor();
    report.holds((await log.locator(".staff .by").textContent()).startsWith("Noor Haddad"), "her own words stand there by her name");
    await nurse.reload();
    await nurse.click("text=Correct these words");
    await inModes(nurse, "words of staff that are corrected", report, { modes: [MODES[0], MODES[1], contrast], widths: [320, 1280], work: true });
    await nurse.setViewportSize({ width: 1280, height: 900 });
    await nurse.fill("#words", "I am Noor. I am coming to you at three.");
    await nurse.click("text=Save the correction");
    await log.locator(".staff", { hasText: "at three." }).waitFor();
    report.holds(await log.locator(".staff", { hasText: "This was corrected." }).isVisible(), "she corrects her own words, and it says so");
    await nurse.locator("#answering-state", { hasText: "Live" }).waitFor();
    await resident.waitForSelector("#said .staff");
    // The dialog of the crisis is in front: folded, the conversation goes on.
    await resident.click("#crisis [data-keep]");
    const url = nurse.url();
    await resident.fill("#words", "Thank you, I wait by the window.");
    await resident.click(".send");
    await log.locator(".theirs", { hasText: "by the window" }).waitFor();
    report.holds(nurse.url() === url, "what the resident answers comes without a reload");
    await inModes(nurse, "an alert that is answered", report, { modes: [MODES[0], MODES[1], contrast], widths: [320, 1280], work: true });
    await nurse.setViewportSize({ width: 1280, height: 900 });
    // Both without scripts.
    const plain = await pageOf(browser, states.care_staff, { javaScriptEnabled: false });
    await plain.goto(nurse.url());
    report.holds((await plain.textContent("#answering-log")).includes("by the window"), "without scripts it is there after a reload");
    const own = await pageOf(browser, await resident.context().storageState(), { javaScriptEnabled: false });
    await own.goto(`${platform.url}/talk`);
    report.holds((await own.textContent("#note")).includes("Noor Haddad writes here now."), "the resident reads on every load who writes");
    await resident.reload();
    await resident.waitForFunction(() => document.getElementById("crisis-told").textContent.includes("Noor Haddad writes here now."));
    report.holds(true, "and with scripts, too");
    await nurse.click("text=Hand back to the companion");
    await nurse.waitForURL(/done=back/);
    report.holds((await nurse.textContent("main [role=status]")).includes("The companion answers the resident again."), "and that it was handed back");
    for (const page of [resident, nurse, plain, own]) await page.context().close();
  });
}
