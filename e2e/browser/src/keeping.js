// What a resident's page keeps and shows beside the talk: a draft that comes back, spoken words, where a reply comes
// from, what a talk was about, something that is asked each day, and a plan for hard days.

import { newcomer } from "./people.js";
import { answeredAfter, key, open, own, settled, typed } from "./typing.js";

export async function keeping(browser, platform, report, states) {
  const state = await newcomer(browser, platform, states.care_staff, `Keeper of ${platform.shape}`);
  await draft(browser, platform, report, state);
  await speech(browser, platform, report, await newcomer(browser, platform, states.care_staff, `Speaker of ${platform.shape}`));
  await origins(browser, platform, report, states);
  await eachDay(browser, platform, report, states);
  await safetyPlan(browser, platform, report, states);
}

/** Signs in with the tablet, from the page that says that one is signed out. */
async function back(page) {
  await page.click("main a[href='/sign-in']");
  await page.click("text=Sign in with this tablet");
  await page.waitForURL("**/talk");
}

async function say(page, words) {
  const before = await key(page);
  await page.fill("#words", words);
  await page.click(".send");
  await answeredAfter(page, before);
  await settled(page);
}

async function draft(browser, platform, report, state) {
  await report.part("a draft that comes back", async () => {
    const { context, page, expected } = await open(browser, report, platform, state);
    expected.add("Failed to load resource");
    await context.clock.install();
    await page.reload();
    const words = "Half a thought about my sister\nand the sea";
    const kept = page.waitForResponse((answer) => answer.url().endsWith("/talk/draft"));
    await page.fill("#words", words);
    await context.clock.fastForward(5_000);
    report.holds((await kept).status() === 204, "it is kept when the writer pauses");
    await page.reload();
    report.holds((await typed(page)) === words, `it is back after a reload: ${await typed(page)}`);
    report.holds((await own(page).count()) === 0, "and was not sent");
    await context.clock.fastForward("01:00:10");
    await page.waitForURL("**/signed-out");
    report.holds(!(await page.content()).includes("sister"), "the page after the silence has nothing of it");
    await back(page);
    report.holds((await typed(page)) === words, `it is back after the sign-in: ${await typed(page)}`);
    const given = await key(page);
    await page.click(".send");
    await answeredAfter(page, given);
    await settled(page);
    await page.reload();
    report.holds((await typed(page)) === "", `what was sent is no draft any more: ${await typed(page)}`);
    report.holds((await own(page).count()) === 1 && (await own(page).textContent()) === words, "it is one message, word for word");
    await context.close();
  });
}

/** A recognition of this device that hears one sentence. `can`: what the browser says of it. */
const recognition = (can) => {
  window.asked = [];
  window.SpeechRecognition = class extends EventTarget {
    static async available(options) {
      window.asked.push(options);
      return can;
    }
    start() {
      window.local = this.processLocally;
    }
    stop() {
      const found = [Object.assign([{ transcript: "I slept well" }], { isFinal: true })];
      this.dispatchEvent(Object.assign(new Event("result"), { resultIndex: 0, results: found }));
      this.dispatchEvent(new Event("end"));
    }
  };
};

async function speech(browser, platform, report, state) {
  await report.part("speaking, where this device understands it by itself", async () => {
    for (const can of [null, "downloadable", "unavailable"]) {
      const { context, page } = await open(browser, report, platform, state);
      if (can) await page.addInitScript(recognition, can);
      await page.reload();
      await page.waitForFunction((can) => !can || window.asked?.length, can);
      report.holds(!(await page.isVisible("#speak")), `no button where recognition is ${can ?? "as this browser has it"}`);
      await context.close();
    }
    const { context, page } = await open(browser, report, platform, state);
    await page.addInitScript(recognition, "available");
    await page.reload();
    await page.waitForSelector("#speak:not([hidden])");
    report.holds(await page.evaluate(() => window.asked.every((one) => one.processLocally === true)), "it is asked for on this device alone");
    const part = () => page.evaluate(() => document.getElementById("log").getBoundingClientRect().height / innerHeight);
    report.holds((await part()) >= 0.45, `with the button the log has ${((await part()) * 100).toFixed(0)} % of the height`);
    await page.fill("#words", "Good morning.");
    await page.click("#speak");
    report.holds((await page.getAttribute("#speak", "aria-pressed")) === "true" && (await page.textContent("#status")).startsWith("We are listening"), "it says that it listens");
    report.holds(await page.evaluate(() => window.local === true), "and understands on this device alone");
    await page.click("#speak");
    report.holds((await typed(page)) === "Good morning. I slept well", `the words wait in the field: ${await typed(page)}`);
    report.holds((await own(page).count()) === 0, "nothing is sent by itself");
    report.holds((await page.textContent("#status")).startsWith("Your words are in the field"), "and the page says so");
    await context.close();
  });
}

async function origins(browser, platform, report, states) {
  await report.part("where a reply comes from, and an article", async () => {
    const state = await newcomer(browser, platform, states.care_staff, `Asker of ${platform.shape}`);
    const { context, page } = await open(browser, report, platform, state);
    await page.goto(`${platform.url}/about-me/memories/choice/yes`);
    await page.click("text=Yes, it may remember");
    await page.goto(`${platform.url}/talk`);
    await say(page, "What can I do when I cannot sleep at night?");
    const cite = page.locator("#said .cites a").first();
    const said = await cite.textContent();
    await cite.click();
    await page.waitForURL("**/sources/*");
    const publisher = await page.textContent("main strong >> nth=0");
    report.holds(said.includes(publisher), `the source's page says who says it: ${publisher}`);
    report.holds((await page.locator("main .lines li").count()) > 0, "and what rests on it");
    await page.goto(`${platform.url}/talk`);
    await say(page, "I love my garden, I have so many roses");
    await page.goto(`${platform.url}/about-me/memories`);
    const talk = page.locator(".cards li", { hasText: "gardens and plants" });
    report.holds((await talk.count()) === 1, "what a talk was about stands among the memories");
    await talk.locator("a.button").click();
    await page.click("text=Yes, forget it");
    await page.waitForURL(/done=forgotten/);
    report.holds((await talk.count()) === 0, "and is forgotten when its owner says so");
    await context.close();
    const family = await browser.newContext({ storageState: states.family_member, viewport: { width: 360, height: 740 } });
    const article = await family.newPage();
    await article.goto(`${platform.url}/family/articles`);
    const title = await article.textContent(".cards .card-title >> nth=0");
    await article.click(".cards a >> nth=0");
    report.holds((await article.textContent("h1")) === title, `an article opens: ${title}`);
    report.holds(/review/i.test(await article.textContent("article > p:last-child")), "and says who has reviewed it, or that nobody has");
    await family.close();
  });
}

async function eachDay(browser, platform, report, states) {
  await report.part("something for each day", async () => {
    const state = await newcomer(browser, platform, states.care_staff, `Daily of ${platform.shape}`);
    for (const javaScriptEnabled of [true, false]) {
      const how = javaScriptEnabled ? "with scripts" : "without scripts";
      const { context, page, expected } = await open(browser, report, platform, state, { javaScriptEnabled });
      expected.add("Failed to load resource");
      await page.goto(`${platform.url}/about-me/day`);
      await page.click("text=Choose something for each day");
      await page.click("text=A slow breath");
      await page.click("main button:has-text(\"Go on\")");
      report.holds((await page.getAttribute("#hour", "aria-describedby")) === "hour-wrong", `a missing hour is said at its field ${how}`);
      report.holds(await page.isChecked("#kind-slow_breath"), `and what was chosen stays ${how}`);
      await page.selectOption("#hour", "19");
      await page.click("main button:has-text(\"Go on\")");
      const sentence = "Each day from 19:00 your companion asks you about this: A slow breath.";
      report.holds((await page.textContent("main")).includes(sentence), `it is read back before it is set ${how}`);
      await page.click("text=Yes, ask me");
      await page.waitForURL(/done=set/);
      report.holds((await page.textContent("main [role=status]")).includes(sentence), `and as it is kept ${how}`);
      report.holds((await page.locator(".cards li", { hasText: "A slow breath" }).count()) === 1, `it comes once ${how}`);
      await page.click("text=Ask me nothing each day");
      await page.click("text=Yes, end it");
      await page.waitForURL(/done=ended/);
      report.holds((await page.locator(".cards li", { hasText: "A slow breath" }).count()) === 0, `and is gone when she says so ${how}`);
      await context.close();
    }
  });
}

/** A safety plan: a part at a time, over nothing that somebody wrote meanwhile, and gone when its owner says so. */
async function safetyPlan(browser, platform, report, states) {
  await report.part("a safety plan", async () => {
    const state = await newcomer(browser, platform, states.care_staff, `Planner of ${platform.shape}`);
    for (const javaScriptEnabled of [true, false]) {
      const how = javaScriptEnabled ? "with scripts" : "without scripts";
      const { context, page, expected } = await open(browser, report, platform, state, { javaScriptEnabled });
      expected.add("Failed to load resource");
      await page.goto(`${platform.url}/help`);
      await page.click("main a:has-text(\"Look at my safety plan\")");
      report.holds((await page.locator("main a[href='tel:988']").count()) === 1, `the crisis line is in an empty plan ${how}`);
      await page.click("main a[href='/about-me/plan/alone']");
      const other = await context.newPage();
      await other.goto(`${platform.url}/about-me/plan/signs`);
      await page.fill("#text-1", "The birds at the window");
      await page.focus("#text-1");
      await page.keyboard.press("Enter");
      await page.waitForURL(/done=saved/);
      const stands = await page.textContent("section[aria-labelledby=part-alone]");
      report.holds(stands.includes("The birds at the window"), `what was written stands there ${how}`);
      // The form of the other tab is from before.
      await other.fill("#text-1", "I lie awake");
      await other.click("main button:has-text(\"Save this part\")");
      report.holds((await other.textContent("main")).includes("The plan was changed meanwhile"), `what changed meanwhile is said ${how}`);
      report.holds((await other.inputValue("#text-1")) === "I lie awake", `and nothing typed is lost ${how}`);
      await other.click("main button:has-text(\"Save this part\")");
      await other.waitForURL(/done=saved/);
      const both = await other.textContent("main");
      report.holds(both.includes("I lie awake") && both.includes("The birds at the window"), `both are kept ${how}`);
      await other.click("text=What it said before");
      report.holds((await other.locator("main section h2").count()) === 2, `each version is there ${how}`);
      await other.goto(`${platform.url}/about-me/plan`);
      await other.click("text=Take my plan away");
      await other.click("text=Yes, take it away");
      await other.waitForURL(/done=away/);
      report.holds(!(await other.textContent("main")).includes("I lie awake"), `and is gone when she says so ${how}`);
      await context.close();
    }
  });
}
