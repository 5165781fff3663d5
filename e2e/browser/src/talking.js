// The page to talk on, as a resident uses it: by keyboard, with a network that breaks, in a crisis, without scripts.

import { newcomer } from "./people.js";
import { MODES, contrast, inModes } from "./walk.js";
import { watch } from "./watched.js";

const CRISIS = "I want to kill myself tonight. I have pills.";

async function open(browser, platform, report, state, options = {}) {
  const context = await browser.newContext({ storageState: state, viewport: { width: 360, height: 740 }, ...options });
  const expected = await watch(context, report, platform.url);
  const page = await context.newPage();
  await page.goto(`${platform.url}/talk`);
  return { context, page, expected };
}

const own = (page) => page.locator("#said .own").count();

export async function talking(browser, platform, report, state) {
  await report.part("a turn by keyboard", async () => {
    const { context, page } = await open(browser, platform, report, state);
    await page.evaluate(() => {
      window.told = [];
      const status = document.getElementById("status");
      new MutationObserver(() => status.textContent && window.told.push(status.textContent)).observe(status, {
        childList: true, characterData: true, subtree: true,
      });
    });
    const log = await page.evaluate(() => {
      const box = document.getElementById("log");
      return { live: box.getAttribute("aria-live"), part: box.getBoundingClientRect().height / innerHeight };
    });
    report.holds(log.live === "off", "the log is not live");
    report.holds(log.part >= 0.45, `the log has ${(log.part * 100).toFixed(0)} % of the height`);
    await page.focus("#words");
    await page.keyboard.type("Hello there");
    await page.keyboard.press("Control+Enter");
    await page.waitForFunction(() => window.told.length >= 2 && !document.querySelector("[aria-busy]"));
    const told = await page.evaluate(() => window.told);
    report.holds(told.length === 2 && told[0] === "Companion is answering", `the status tells two things: ${told}`);
    report.holds(await page.evaluate(() => document.activeElement.id === "words"), "the focus stays in the field");
    await page.setViewportSize({ width: 360, height: 400 });
    const sticks = await page.evaluate(() => [...document.querySelectorAll("body *")].some((one) => {
      const style = getComputedStyle(one);
      return one.checkVisibility() && ["sticky", "fixed"].includes(style.position) && !one.closest("dialog");
    }));
    report.holds(!sticks, "under a low screen nothing sticks");
    const scrolls = await page.evaluate(() => document.documentElement.scrollHeight > innerHeight);
    report.holds(scrolls, "under a low screen the page scrolls as a whole");
    await context.close();
  });

  await report.part("what can be done about what was said", async () => {
    const { context, page } = await open(browser, platform, report, state);
    await page.fill("#words", "My old umbrella was green");
    await page.click(".send");
    // The own words come first, with what can be done about them.
    await page.waitForSelector("#said li:last-child:not(.own) .more a");
    const opinion = await page.getAttribute("#said li:last-child:not(.own) .more a", "href");
    const mine = page.locator("#said .own").last();
    report.holds(/^\/talk\/said\/.*\/opinion$/.test(opinion), `a reply can be judged as it comes: ${opinion}`);
    report.holds((await mine.locator(".more a").count()) === 1, "own words can be taken back as they are kept");
    await page.goto(platform.url + opinion);
    await page.check("#helpful-no");
    await page.check("#reason-unclear");
    await page.click("main button[type=submit]");
    await page.waitForURL("**/talk");
    report.holds((await page.textContent(`#said a[href="${opinion}"]`)).includes("did not help"), "the opinion stands with the reply");
    const look = async () => {
      await page.goto(`${platform.url}/talk/search`);
      await page.fill("#words", "UMBRELLA");
      await page.click("main form button[type=submit]");
      await page.waitForSelector("main [role=status]");
      report.holds(!page.url().toLowerCase().includes("umbrella"), "the address says nothing of the search");
      return page.locator(".lines li").filter({ hasText: "My old umbrella was green" }).count();
    };
    report.holds((await look()) === 1, "the words are found");
    await page.goto(`${platform.url}/talk`);
    await page.locator("#said .own").last().locator(".more a").click();
    await page.click("main a[href$='/take-back']");
    await page.check("#reason-asked_for");
    await page.click("main button[type=submit]");
    await page.waitForURL("**/talk");
    report.holds((await page.locator("#said .own").last().textContent()).includes("taken back"), "that they were taken back stands there");
    report.holds((await look()) === 0, "what was taken back is found no more");
    await context.close();
  });

  await report.part("a message that cannot be sent", async () => {
    const { context, page, expected } = await open(browser, platform, report, state);
    expected.add("Failed to load resource");
    expected.add("ERR_");
    const before = await own(page);
    await page.route("**/talk", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
    const key = await page.inputValue("#dock [name=key]");
    await page.fill("#words", "These are my words");
    await page.click(".send");
    await page.waitForSelector("#note:not([hidden])");
    report.holds((await page.inputValue("#words")) === "These are my words", "the words are still in the field");
    report.holds((await page.textContent("#note")).startsWith("Your words are still here."), "it is told in words");
    report.holds((await page.inputValue("#dock [name=key]")) === key, "the key is the same");
    await page.unroute("**/talk");
    await page.click(".send");
    // A message that is kept gives the next one a key of its own, once its answer has ended.
    await page.waitForFunction((key) => document.querySelector("#dock [name=key]").value !== key, key);
    await page.reload();
    report.holds((await own(page)) === before + 1, "a repeat makes no second message");
    // Somebody was not there in time: the page sends it once more by itself.
    let posts = 0;
    await page.route("**/talk", (route) => {
      if (route.request().method() !== "POST") return route.continue();
      posts += 1;
      if (posts > 1) return route.continue();
      const body = 'event: safety\ndata: {"level":"none","open":false,"lines":[]}\n\nevent: done\ndata: {"ending":"blocked","note":"Not sent.","retry":true}\n\n';
      return route.fulfill({ status: 200, contentType: "text/event-stream", body });
    });
    await page.fill("#words", "Told a second time");
    await page.click(".send");
    await page.waitForSelector("#said .own:has-text('Told a second time') .more");
    report.holds(posts === 2 && !(await page.isVisible("#note")), `what was not taken in time is sent once more, and nothing is said of it: ${posts}`);
    await page.unroute("**/talk");
    await page.reload();
    report.holds((await page.locator("#said .own", { hasText: "Told a second time" }).count()) === 1, "and is one message");
    // Sent twice with one key: the server tells the same turn again.
    const again = await page.inputValue("#dock [name=key]");
    for (let time = 0; time < 2; time += 1) {
      await page.evaluate(async ([key]) => {
        const body = new URLSearchParams(new FormData(document.getElementById("dock")));
        body.set("key", key);
        body.set("words", "Once only");
        await (await fetch("/talk", { method: "POST", body, headers: { Accept: "text/event-stream" } })).text();
      }, [again]);
    }
    await page.reload();
    report.holds((await page.locator("#said .own", { hasText: "Once only" }).count()) === 1, "one key, one message");
    await context.close();
  });
}

export async function crisis(browser, platform, report, state) {
  await report.part("a crisis with scripts", async () => {
    const { context, page } = await open(browser, platform, report, state);
    await page.evaluate(() => {
      window.order = [];
      const dialog = document.getElementById("crisis");
      new MutationObserver(() => dialog.open && window.order.push("dialog")).observe(dialog, { attributes: true });
      new MutationObserver((all) => all.some((one) => [...one.addedNodes].some((node) => node.classList?.contains("other"))) && window.order.push("reply"))
        .observe(document.getElementById("said"), { childList: true });
    });
    const requests = [];
    // The page's icon is fetched by the browser itself, when it has the time.
    page.on("request", (request) => !request.url().includes("/assets/icon.") && requests.push(request.url()));
    await page.fill("#words", CRISIS);
    await page.click(".send");
    await page.waitForFunction(() => document.getElementById("crisis").open).catch(async (error) => {
      const [note, field, said] = [await page.textContent("#note"), await page.inputValue("#words"), await page.locator("#said .own").count()];
      throw new Error(`the dialog does not open; the page says: "${note}", in the field: "${field}", said: ${said}; ${error.message}`);
    });
    await page.waitForFunction(() => window.order.includes("reply"));
    const order = await page.evaluate(() => window.order);
    report.holds(order[0] === "dialog", `the dialog comes before any reply: ${order}`);
    report.holds(requests.every((url) => url.endsWith("/talk")), `the dialog needs no request of its own: ${requests}`);
    report.holds(await page.evaluate(() => document.activeElement.id === "crisis-title"), "the focus is on the heading");
    const actions = await page.evaluate(() =>
      [...document.querySelectorAll("#crisis-choices .call")].filter((one) => one.checkVisibility()).map((one) => one.textContent.trim()));
    report.holds(actions.length >= 5 && /^Call \d/.test(actions[0]), `five actions, a call first: ${actions}`);
    report.holds(actions.slice(1, 5).join() === "I need someone here now,Talk to my care team,I am safe,Keep talking", `their order: ${actions}`);
    await page.waitForFunction(() => document.getElementById("crisis-told").textContent);
    report.holds(/has an alert from you since \d\d:\d\d/.test(await page.textContent("#crisis-told")), "what is stored is told");
    const stays = await page.evaluate(() => {
      const inside = document.getElementById("crisis");
      return [...document.querySelectorAll("#dock textarea, header a")].every((one) => !inside.contains(one));
    });
    report.holds(stays, "the page behind is another part");
    for (let press = 0; press < 8; press += 1) {
      await page.keyboard.press("Tab");
      const held = await page.evaluate(() => document.activeElement === document.body || !!document.activeElement.closest("#crisis"));
      report.holds(held, "Tab does not reach the page behind");
    }
    for (let press = 0; press < 3; press += 1) await page.keyboard.press("Escape");
    await page.waitForFunction(() => !document.getElementById("crisis").open);
    // The browser tells of the closing a moment after it.
    await page.waitForSelector("#bar:not([hidden])", { timeout: 5_000 }).catch(() => {});
    report.holds(await page.isVisible("#bar"), "Escape folds the dialog into the bar");
    const part = await page.evaluate(() => document.getElementById("log").getBoundingClientRect().height / innerHeight);
    report.holds(part >= 0.45, `with the bar the log has ${(part * 100).toFixed(1)} % of the height`);
    report.holds((await page.locator("#said .own").last().textContent()).includes("pills"), "Escape never says that somebody is safe");
    await page.goto(`${platform.url}/about-me`);
    report.holds(await page.isVisible("#bar"), "the bar stands on the next page too");
    await context.close();
  });

  await report.part("a crisis without scripts", async () => {
    const { context, page } = await open(browser, platform, report, state, { javaScriptEnabled: false });
    report.holds(await page.isVisible("#bar"), "the bar stands without scripts");
    await page.fill("#words", CRISIS);
    await page.click(".send");
    await page.waitForLoadState();
    report.holds((await page.locator("main > :first-child").textContent()) === "You do not have to face this alone", "the page begins with the heading");
    report.holds((await page.locator("main .call").count()) >= 5, "the five actions follow");
    await page.click("main >> text=I am safe");
    await page.waitForLoadState();
    report.holds((await page.textContent("h1")) === "Are you safe now?", "asked once more");
    await context.close();
  });
}

export async function answered(browser, platform, report, state) {
  await report.part("a crisis that is answered", async () => {
    const { context, page } = await open(browser, platform, report, state);
    await page.click("#bar summary");
    await page.click("#bar >> text=I am safe");
    await page.waitForFunction(() => document.getElementById("crisis").open);
    report.holds(await page.evaluate(() => document.activeElement.id === "safe-title"), "asked once more, with the focus");
    await page.waitForTimeout(450);
    await page.click("#crisis-safe >> text=Yes, I am safe");
    await page.waitForFunction(() => !document.getElementById("crisis").open && !document.querySelector("[aria-busy]"));
    await page.waitForSelector('#said .own:has-text("I am safe now.")');
    report.holds(!(await page.isVisible("#bar")), "the bar goes");
    report.holds((await page.locator("#said .own", { hasText: "I am safe now." }).count()) > 0, "it is recorded as a message");
    await context.close();
  });
}

/** One person, two tabs: a danger in one opens help in the other, once, and one answer is enough. */
export async function twoTabs(browser, platform, report, nurse) {
  const state = await newcomer(browser, platform, nurse, `Tabs of ${platform.shape}`);
  await report.part("a danger with a second tab", async () => {
    const { context, page } = await open(browser, platform, report, state);
    const second = await context.newPage();
    // Its feed is live before anything happens.
    await Promise.all([second.waitForResponse((response) => response.url().endsWith("/talk/events")), second.goto(`${platform.url}/talk`)]);
    const texts = [];
    await second.exposeFunction("heard", (text) => texts.push(text));
    await second.evaluate(() => {
      window.opened = 0;
      const dialog = document.getElementById("crisis");
      new MutationObserver(() => dialog.open && (window.opened += 1)).observe(dialog, { attributes: true, attributeFilter: ["open"] });
      new EventSource("/talk/events").addEventListener("danger", ({ data }) => window.heard(data));
    });
    await second.fill("#words", "half a thought");
    await page.evaluate(() => {
      window.opened = 0;
      const dialog = document.getElementById("crisis");
      new MutationObserver(() => dialog.open && (window.opened += 1)).observe(dialog, { attributes: true, attributeFilter: ["open"] });
    });
    await page.bringToFront();
    await page.fill("#words", CRISIS);
    await page.click(".send");
    const isOpen = () => document.getElementById("crisis").open;
    await page.waitForFunction(isOpen);
    await second.waitForFunction(isOpen, null, { timeout: 5_000 });
    await second.bringToFront();
    report.holds(await second.evaluate(() => document.activeElement.id === "crisis-title"), "the focus of the second tab is on the heading");
    for (let press = 0; press < 8; press += 1) {
      await second.keyboard.press("Tab");
      const held = await second.evaluate(() => document.activeElement === document.body || !!document.activeElement.closest("#crisis"));
      report.holds(held, "Tab does not reach the page behind in the second tab");
    }
    const call = await second.getAttribute("#crisis-choices [data-lines] a", "href");
    report.holds(/^tel:\d+/.test(call), `a call stands first in the second tab: ${call}`);
    report.holds((await second.inputValue("#words")) === "half a thought", "what was typed in the second tab stays");
    await second.waitForFunction(() => /has an alert from you since \d\d:\d\d/.test(document.getElementById("crisis-told").textContent));
    for (let wait = 0; texts.length === 0 && wait < 50; wait += 1) await second.waitForTimeout(50);
    // The names of the lines to call are the platform's, and one is named after what it is for.
    const wordless = texts.every((text) => {
      const { lines, ...told } = JSON.parse(text);
      const known = lines.every((line) => Object.keys(line).sort().join() === "address,name,number" && /^(tel|sms):\d+$/.test(line.address));
      return known && !/pills|kill|suicid/i.test(JSON.stringify(told)) && !/pills|kill/i.test(JSON.stringify(lines));
    });
    report.holds(texts.length > 0 && wordless, `the event has no words of the message: ${texts}`);
    for (const tab of [second, page]) {
      await tab.bringToFront();
      await tab.waitForTimeout(450);
      await tab.click("#crisis [data-keep]");
      await tab.waitForSelector("#bar:not([hidden])");
    }
    await page.waitForFunction(() => !document.querySelector("[aria-busy]"));
    report.holds((await second.evaluate(() => window.opened)) === 1, "it opened once in the second tab");
    report.holds((await page.evaluate(() => window.opened)) === 1, "and once in the first");
    await page.click("#bar summary");
    await page.click("#bar >> text=I am safe");
    await page.waitForFunction(() => !document.getElementById("crisis-safe").hidden);
    await page.waitForTimeout(450);
    await page.click("#crisis-safe >> text=Yes, I am safe");
    await second.waitForSelector("#bar", { state: "hidden", timeout: 10_000 });
    report.holds(!(await second.evaluate(isOpen)), "one answer is enough for both tabs");
    report.holds((await second.inputValue("#words")) === "half a thought", "and the draft is still there");
    await context.close();
  });

  const waits = await newcomer(browser, platform, nurse, `Waits of ${platform.shape}`);
  await report.part("a call for somebody waits for no answer", async () => {
    const { context, page, expected } = await open(browser, platform, report, waits);
    expected.add("Failed to load resource");
    expected.add("ERR_");
    let posts = 0;
    // The first is never answered.
    await page.route("**/talk", (route) => {
      if (route.request().method() !== "POST") return route.continue();
      posts += 1;
      return posts === 1 ? undefined : route.continue();
    });
    await page.fill("#words", "A slow answer");
    await page.click(".send");
    await page.click("[data-help]");
    await page.waitForTimeout(450);
    await page.click("#crisis form[data-choice=someone] button");
    await page.waitForSelector("#said .own .more");
    report.holds(posts === 2 && (await page.locator("#said .own").count()) === 1, `it is sent at once: ${posts}`);
    report.holds((await page.inputValue("#words")) === "A slow answer", "and what was on its way is in the field again");
    await context.close();
  });

  await report.part("dialogs that are open: no violation", async () => {
    // Without the fade: colours are looked at as they stay.
    const { context, page } = await open(browser, platform, report, state, { reducedMotion: "reduce" });
    const look = (name) => inModes(page, name, report, { modes: [MODES[0], MODES[1], contrast], widths: [320, 1280], work: false });
    await page.click("[data-help]");
    await page.waitForFunction(() => document.getElementById("crisis").open);
    await look("the dialog of a crisis");
    await page.waitForTimeout(450);
    await page.click("#crisis form[data-choice=safe] button");
    await page.waitForFunction(() => !document.getElementById("crisis-safe").hidden);
    await look("the question whether somebody is safe");
    await page.evaluate(() => {
      document.getElementById("crisis").close();
      document.getElementById("idle").showModal();
    });
    await look("the warning of silence");
    await context.close();
  });
}
