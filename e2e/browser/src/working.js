// Staff: alerts as they come, who takes one up, and a feed that falls silent. And what every session has: silence,
// leaving, and help without anybody.

import { newcomer } from "./people.js";
import { until } from "./platform.js";
import { allowed } from "./walk.js";
import { LIVE, stored, watch } from "./watched.js";

export async function staff(browser, platform, report, states) {
  await report.part("a new alert, and two who take it up", async () => {
    const nurse = await browser.newContext({ storageState: states.care_staff });
    await watch(nurse, report, platform.url);
    const one = await nurse.newPage();
    await one.goto(`${platform.url}/staff/alerts`);
    // What stands is closed first, so that the next danger is a new alert.
    for (;;) {
      const link = one.locator(".alerts > li[data-alert] a.button").first();
      if ((await link.count()) === 0) break;
      await link.click();
      await one.click("text=Close this alert");
      await one.check("#outcome-safe");
      await one.fill("#note", "Sat with her.");
      await one.click("form >> text=Close this alert");
      await one.waitForURL(/done=closed/);
    }
    // Where somebody lives is said once, and stands beside the name from then on.
    await one.goto(`${platform.url}/staff/residents`);
    await one.locator("a.card", { hasText: "Rose" }).first().click();
    await one.click("main >> text=Room");
    await one.fill("#room", "12 B");
    await one.click("text=Keep it");
    await one.waitForURL(/done=room/);
    report.holds((await one.textContent("h1")).includes("room 12 B"), "the page of the resident says the room");
    await one.goto(`${platform.url}/staff/handover`);
    report.holds((await one.textContent("main")).includes("Sat with her."), "the handover says what was done about a closed alert");
    await one.goto(`${platform.url}/staff/alerts`);
    await one.waitForSelector(LIVE);
    await one.click("#sound");
    const resident = await browser.newContext({ storageState: states.resident });
    const page = await resident.newPage();
    await page.goto(`${platform.url}/talk`);
    await page.fill("#words", "I took all my pills and I want to die.");
    const box = await one.locator("#sound-state").boundingBox();
    const accepted = page.waitForFunction(() => document.getElementById("crisis-told").textContent);
    await page.click(".send");
    await accepted;
    const heard = Date.now();
    await one.waitForSelector("#slot ul li");
    report.holds(Date.now() - heard <= 500, `the row is there ${Date.now() - heard} ms after the alert`);
    report.holds((await one.textContent("#slot ul li")).includes("room 12 B"), "the row says the room");
    await until("the tone", () => one.evaluate(() => Number(document.getElementById("feed").dataset.beeps) >= 2));
    report.holds((await one.locator("#sound-state").boundingBox()).y === box.y, "nothing moves under a finger");
    report.holds((await one.title()).includes("New urgent alert") && !(await one.title()).includes("Rose"), "the title names nobody");
    // Without scripts neither list hears of the other: both press at one moment.
    const plain = [states.care_staff, states.health_provider].map(async (storageState) => {
      const context = await browser.newContext({ storageState, javaScriptEnabled: false });
      const page = await context.newPage();
      await page.goto(`${platform.url}/staff/alerts`);
      return page;
    });
    const both = await Promise.all(plain);
    await Promise.all(both.map((page) => page.click(".alerts > li[data-alert] >> text=I have this")));
    const told = await Promise.all(both.map((page) => page.textContent("[data-state]")));
    report.holds(told[0] === told[1] && /has this since/.test(told[0]), `both read the same name: ${told}`);
    await one.waitForFunction((words) => document.querySelector("#slot .state").textContent === words, told[0]);
    report.holds(true, "and so does a list that is open");
    for (const page of both) await page.context().close();
    await one.goto(`${platform.url}/staff/alerts`);
    await one.locator(".alerts > li[data-alert] a.button").first().click();
    await page.waitForFunction(() => /has seen this at \d\d:\d\d/.test(document.getElementById("crisis-told").textContent));
    report.holds(true, "the resident reads who has seen it");
    await one.click("text=Write with the resident");
    await one.fill("#words", "I am on my way to you.");
    await one.click("text=Send as yourself");
    await page.waitForSelector("#said .staff");
    report.holds((await page.textContent("#said .staff")).includes("I am on my way to you."), "a person's words come live");
    report.holds((await page.textContent("#said .staff .by")).startsWith("Noor Haddad"), "and say whose they are");
    await one.click("text=Hand back to the companion");
    for (const context of [nurse, resident]) await context.close();
  });

  await report.part("reading with a reason", async () => {
    const context = await browser.newContext({ storageState: states.care_staff });
    const page = await context.newPage();
    await page.goto(`${platform.url}/staff/alerts`);
    await page.locator(".alerts > li[data-alert] a.button").first().click();
    await page.click("text=Read the conversation");
    report.holds((await page.textContent("h1")) === "Why do you read this?", "a reason is asked for first");
    report.holds((await page.locator(".said").count()) === 0, "and nothing is shown before it");
    await page.click("text=Read with this reason");
    report.holds((await page.locator(".said").count()) > 0, "then the words, while the alert is open");
    await context.close();
    const resident = await browser.newContext({ storageState: states.resident });
    const record = await resident.newPage();
    await until("the record", async () => {
      await record.goto(`${platform.url}/about-me/record`);
      return (await record.textContent("main")).includes("Noor Haddad, care staff saw: words of conversations");
    });
    report.holds(true, "the resident reads who saw it");
    await resident.close();
  });
}

/** Notes every alert that the page's feed brings, as the page hears it. */
const listen = (page) => page.addInitScript(() => {
  window.heard = 0;
  const Source = window.EventSource;
  window.EventSource = class extends Source {
    constructor(...all) {
      super(...all);
      this.addEventListener("alert", () => (window.heard += 1));
    }
  };
});

export async function underAFinger(browser, platform, report, nurse) {
  await report.part("a press while a new alert comes", async () => {
    const danger = async (name) => {
      const context = await browser.newContext({ storageState: await newcomer(browser, platform, nurse, name) });
      const page = await context.newPage();
      await page.goto(`${platform.url}/talk`);
      await page.fill("#words", "I took all my pills and I want to die.");
      return page;
    };
    const first = await danger("Press One");
    await first.click(".send");
    await first.waitForFunction(() => document.getElementById("crisis-told").textContent);
    const second = await danger("Press Two");
    const context = await browser.newContext({ storageState: nurse, viewport: { width: 768, height: 900 } });
    const list = await context.newPage();
    await listen(list);
    await list.goto(`${platform.url}/staff/alerts`);
    await list.waitForSelector(LIVE);
    const button = list.locator("[data-alert]", { hasText: "Press One" }).locator("form button");
    await button.scrollIntoViewIfNeeded();
    const box = await button.boundingBox();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const heard = await list.evaluate(() => window.heard);
    await list.mouse.move(x, y);
    await list.mouse.down();
    await second.click(".send");
    await list.waitForFunction((heard) => window.heard > heard, heard);
    const under = await list.evaluate(([x, y]) => document.elementFromPoint(x, y).closest("[data-alert]")?.textContent ?? "nothing", [x, y]);
    report.holds(under.includes("Press One"), `the same row is under the finger when the alert has come: ${under.slice(0, 40)}`);
    await list.mouse.up();
    await list.waitForURL(/done=acknowledged/);
    await list.goto(`${platform.url}/staff/alerts`);
    const state = (name) => list.locator("[data-alert]", { hasText: name }).locator("[data-state]").textContent();
    report.holds(/has this since/.test(await state("Press One")), `what was pressed is what was meant: ${await state("Press One")}`);
    report.holds(!/has this since/.test(await state("Press Two")), `and nothing else: ${await state("Press Two")}`);
    for (const one of [first, second, list]) await one.context().close();
  });
}

export async function silence(browser, platform, report, states) {
  await report.part("silence, a warning, and five tabs that agree", async () => {
    const context = await browser.newContext({ storageState: states.family_member });
    // One clock for all tabs.
    await context.clock.install();
    const tabs = [];
    for (let count = 0; count < 5; count += 1) {
      const page = await context.newPage();
      await page.goto(`${platform.url}/family`);
      tabs.push(page);
    }
    const all = (run) => Promise.all(tabs.map(run));
    await context.clock.fastForward("54:30");
    const open = () => all((page) => page.evaluate(() => document.getElementById("idle").open));
    const warned = (wanted) => until("the tabs", async () => (await open()).every((one) => one === wanted));
    report.holds((await open()).every((one) => !one), "no warning before its time");
    await context.clock.fastForward("00:45");
    await warned(true);
    report.holds(true, "all tabs warn five minutes before the end");
    await tabs[0].bringToFront();
    await tabs[0].click("#stay button");
    await warned(false);
    report.holds(true, "one press stays, in all tabs");
    await context.clock.fastForward("55:10");
    await warned(true);
    report.holds(true, "and the silence begins anew");
    await context.clock.fastForward("05:10");
    await until("the end", async () => tabs.every((page) => new URL(page.url()).pathname === "/signed-out"));
    report.holds((await tabs[0].textContent("main")).includes("Nothing of your record is left"), "all tabs are signed out");
    await tabs[0].goBack().catch(() => {});
    await until("the page", () => tabs[0].evaluate(() => document.readyState === "complete"));
    const left = await tabs[0].content();
    report.holds(!left.includes("Rose Field"), "going back shows no record");
    await context.close();
  });
}

export async function offline(browser, platform, report, state) {
  await report.part("help without a network", async () => {
    const context = await browser.newContext({ storageState: state });
    const page = await context.newPage();
    await page.goto(`${platform.url}/help`);
    const ready = () => page.evaluate(async () => {
      await navigator.serviceWorker.ready;
      return !!navigator.serviceWorker.controller || !!(await caches.match("/help"));
    });
    await until("the service worker", ready);
    await page.goto(`${platform.url}/about-me`);
    const name = (await page.textContent("main")).includes("Rose Field");
    report.holds(name, "signed in");
    await context.setOffline(true);
    for (const path of ["/help", "/talk", "/about-me"]) {
      await page.goto(platform.url + path);
      const shown = await page.content();
      report.holds(shown.includes("tel:988"), `${path} without a network has the numbers`);
      report.holds(!shown.includes("Rose Field"), `${path} without a network shows nobody's record`);
    }
    const styled = await page.evaluate(() => getComputedStyle(document.body).fontSize);
    report.holds(styled === "22px", `and looks as it does: ${styled}`);
    const kept = await stored(page);
    const only = kept.cached.length > 2 && kept.cached.every(allowed);
    report.holds(only && kept.local + kept.session + kept.databases === 0, `nothing else is kept: ${JSON.stringify(kept)}`);
    await context.close();
  });
}

export async function alone(browser, platform, report) {
  await report.part("a feed that falls silent", async () => {
    // Only here is the process stopped: last of all.
    const context = await browser.newContext({ storageState: platform.nurse });
    const page = await context.newPage();
    await page.goto(`${platform.url}/staff/alerts`);
    await page.waitForSelector(LIVE);
    await page.click("#sound");
    const start = Date.now();
    const before = await page.evaluate(() => Number(document.getElementById("feed").dataset.beeps));
    await platform.down();
    await page.waitForSelector("#feed.danger", { timeout: 45_000 });
    report.holds(Date.now() - start <= 40_000, `it is told after ${Date.now() - start} ms`);
    report.holds((await page.textContent("#feed-state")).startsWith("Live alerts stopped."), "in words");
    await until("the tone", () => page.evaluate((before) => Number(document.getElementById("feed").dataset.beeps) > before, before));
    await platform.up();
    await page.waitForSelector("#feed.note", { timeout: 45_000 });
    report.holds(true, "and it goes on when the platform is back");
    await context.close();
  });
}
