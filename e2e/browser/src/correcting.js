// Words that a resident corrects, with scripts and without; what stood there before, for them and for who may read it; and a
// danger in the new words.

import { newcomer } from "./people.js";
import { until } from "./platform.js";
import { answeredAfter, key, open, settled } from "./typing.js";

const DANGER = "I am going to kill myself tonight";

/** Says something, and opens the page on which it is corrected. */
async function said(page, platform, words, scripts) {
  await page.fill("#words", words);
  const before = await key(page);
  await page.click(".send");
  if (scripts) {
    await answeredAfter(page, before);
    await settled(page);
  } else {
    await page.waitForSelector(`#said .own:has-text("${words}")`);
  }
  await page.goto(`${platform.url}/talk`);
  await page.locator("#said .own").last().locator(".more a").click();
}

export async function correcting(browser, platform, report, states) {
  for (const javaScriptEnabled of [true, false]) {
    const how = javaScriptEnabled ? "with scripts" : "without scripts";
    await report.part(`words are corrected, ${how}`, async () => {
      const { context, page, expected } = await open(browser, report, platform, states.resident, { javaScriptEnabled });
      // A page that says what is wrong is an answer of 422.
      expected.add("Failed to load resource");
      await said(page, platform, `My sister lives in Denver ${how}`, javaScriptEnabled);
      report.holds((await page.inputValue("#words")) === `My sister lives in Denver ${how}`, "the words stand in the form");
      await page.fill("#words", "");
      await page.click("main form button[type=submit]");
      report.holds((await page.textContent("main [role=alert]")).includes("Write what you want to say instead."), "nothing is no correction");
      await page.fill("#words", `My sister lives in Dover ${how}`);
      await page.click("main form button[type=submit]");
      await page.waitForURL("**/talk");
      const mine = await page.locator("#said .own").last().textContent();
      report.holds(mine.includes(`Dover ${how}`) && mine.includes("This was corrected."), `it stands there: ${mine}`);
      await page.locator("#said .own").last().locator(".more a").click();
      report.holds((await page.textContent("main .lines")).includes(`Denver ${how}`), "with what stood there before");
      await context.close();
    });

    await report.part(`a danger in a correction, ${how}`, async () => {
      const state = await newcomer(browser, platform, states.care_staff, `Corrects ${javaScriptEnabled} of ${platform.shape}`);
      const { context, page } = await open(browser, report, platform, state, { javaScriptEnabled });
      await said(page, platform, "The soup was cold", javaScriptEnabled);
      const second = javaScriptEnabled ? await secondTab(context, platform) : null;
      await page.fill("#words", DANGER);
      await page.click("main form button[type=submit]");
      await page.waitForSelector("body.crisis-page");
      const told = await page.textContent("main");
      report.holds(told.includes("You do not have to face this alone") && told.includes("988"), "help is there at once");
      report.holds(told.includes("Your care team has an alert from you"), "and it is said that staff have an alert");
      report.holds(!(await page.title()).includes("alone"), "the title says nothing of it");
      const words = (await page.locator("main p[lang]").first().textContent()).trim();
      report.holds(words.length > 20, `the companion has words for it: ${words}`);
      if (second) {
        await second.waitForFunction(() => document.getElementById("crisis").open);
        report.holds((await second.locator("#said .other").last().textContent()).includes(words), "a second tab opens its dialog, with the companion's words");
        report.holds((await second.evaluate(() => window.opened)) === 1, "once");
        await second.close();
      }
      await page.goto(`${platform.url}/talk`);
      report.holds((await page.locator("#said .other").last().textContent()).includes(words), "they stand in the conversation");
      await page.goto(`${platform.url}/about-me`);
      report.holds(await page.isVisible("#bar"), "the bar stands on the next page");
      await heard(browser, platform, report, states.care_staff, `Corrects ${javaScriptEnabled} of ${platform.shape}`);
      await context.close();
    });
  }
}

/** Another page of the same person, which counts how often its dialog opens. */
async function secondTab(context, platform) {
  const second = await context.newPage();
  await Promise.all([second.waitForResponse((response) => response.url().endsWith("/talk/events")), second.goto(`${platform.url}/talk`)]);
  await second.evaluate(() => {
    window.opened = 0;
    const dialog = document.getElementById("crisis");
    new MutationObserver(() => dialog.open && (window.opened += 1)).observe(dialog, { attributes: true, attributeFilter: ["open"] });
  });
  return second;
}

/** The nurse has the alert, reads the words as they are now, and what stood there before. */
async function heard(browser, platform, report, nurse, name) {
  const context = await browser.newContext({ storageState: nurse });
  const page = await context.newPage();
  const row = page.locator(".alerts .alert", { hasText: name });
  await until("the alert", async () => {
    await page.goto(`${platform.url}/staff/alerts`);
    return (await row.count()) > 0;
  });
  await row.first().locator("a.button").first().click();
  const conversation = await page.locator("main a[href*='/staff/conversations/']").first().getAttribute("href");
  await page.goto(`${platform.url}${conversation.split("?")[0]}`);
  await page.click("main form button[type=submit]");
  const corrected = page.locator(".log li", { hasText: DANGER });
  report.holds((await corrected.textContent()).includes("This was corrected."), "staff see that it was corrected");
  await corrected.locator(".more a").click();
  report.holds((await page.textContent("main")).includes("The soup was cold"), "and what stood there before");
  await context.close();
}

/** Slow breathing: words one after the other by the clock, nothing that moves, and all of it as text without scripts. */
export async function breathing(browser, platform, report, state) {
  await report.part("slow breathing", async () => {
    for (const reducedMotion of ["reduce", "no-preference"]) {
      const { context, page } = await open(browser, report, platform, state, { reducedMotion });
      await page.clock.install();
      await page.goto(`${platform.url}/talk/tool/breathing_timer`);
      const now = () => page.textContent("#breathe p");
      const button = page.locator("#breathe button");
      report.holds((await now()) === "" && (await button.textContent()) === "Start", "nothing begins by itself");
      await button.focus();
      await page.keyboard.press("Enter");
      report.holds((await now()) === "Breathe in" && (await button.textContent()) === "Stop", `it begins with a press: ${await now()}`);
      const moving = await page.evaluate(() => document.getAnimations().length);
      report.holds(moving === 0, `nothing moves (${reducedMotion}): ${moving}`);
      await page.clock.runFor(4_000);
      report.holds((await now()) === "Breathe out", `after four seconds: ${await now()}`);
      await page.clock.runFor(6_000);
      report.holds((await now()) === "Breathe in", `after six more: ${await now()}`);
      await button.click();
      report.holds((await now()) === "" && (await button.textContent()) === "Start", "it stops with a press");
      await page.clock.runFor(60_000);
      report.holds((await now()) === "", "and stays so");
      await button.click();
      await page.clock.runFor(50_000);
      report.holds((await now()).startsWith("That was five breaths.") && (await button.textContent()) === "Start", `it ends by itself: ${await now()}`);
      await context.close();
    }
    const { context, page } = await open(browser, report, platform, state, { javaScriptEnabled: false });
    await page.goto(`${platform.url}/talk/tool/breathing_timer`);
    report.holds((await page.locator("main ol li").count()) === 3, "without scripts the steps stand there");
    report.holds(!(await page.isVisible("#breathe")), "and no button that does nothing");
    await context.close();
  });
}
