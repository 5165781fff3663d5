// What people type that nobody expects, and what happens to a page meanwhile. Each time: nothing that was typed is
// lost, nothing is sent twice, and the page says what happened.

import { Line } from "./line.js";
import { newcomer } from "./people.js";
import { until } from "./platform.js";
import { watch } from "./watched.js";

const KIB = 1024;
const FAMILY = "\u{1F475}\u{1F3FD}\u{1F337}\u{1F469}\u200D\u{1F469}\u200D\u{1F467}";
const LOG = Array.from({ length: 120 }, (_, line) =>
  `2026-11-0${1 + (line % 9)}T03:${String(line % 60).padStart(2, "0")}:00Z\tERROR worker-${line}: "path" = /var/lib/a_${"b".repeat(90)} {x: [1, 2]} <nil> \\n 100%`).join("\n");
const MARKUP = `<script>window.broken = 1</script><img src=x onerror="window.broken = 2"></ol></section><h1>Big</h1>&lt;b&gt; {{7*7}} '; DROP TABLE messages; --`;

/** The page to talk on. `options`: of the context. */
async function open(browser, report, { url }, state, options = {}) {
  const context = await browser.newContext({ storageState: state, viewport: { width: 360, height: 740 }, ...options });
  const expected = await watch(context, report, url);
  const page = await context.newPage();
  await page.goto(`${url}/talk`);
  // Nothing of a part before, should a page bring it back.
  await page.fill("#words", "");
  return { context, page, expected };
}

const own = (page) => page.locator("#said .own .text");
const typed = (page) => page.inputValue("#words");
const settled = (page) => page.waitForFunction(() => !document.querySelector("[aria-busy]") && !document.querySelector(".stop"));
const key = (page) => page.inputValue("#dock [name=key]");
/** Until the answer has ended: then the next message has a key of its own. */
const answeredAfter = (page, before) => page.waitForFunction((before) => document.querySelector("#dock [name=key]").value !== before, before);
const note = (page) => page.textContent("#note");

/** Sends something as a paste, and waits for the end of its answer. */
async function paste(page, words) {
  const before = await key(page);
  await page.focus("#words");
  await page.keyboard.insertText(words);
  await page.click(".send");
  await answeredAfter(page, before);
  await settled(page);
}

export async function odd(browser, platform, report, nurse) {
  const state = await newcomer(browser, platform, nurse, `Odd of ${platform.shape}`);
  await texts(browser, platform, report, state);
  await nothing(browser, platform, report, state);
  await long(browser, platform, report, state);
  await twice(browser, platform, report, state);
  await others(browser, platform, report, state, nurse);
  await stale(browser, platform, report, nurse);
  await ended(browser, platform, report, nurse);
  await lines(browser, platform, report, state);
}

async function texts(browser, platform, report, state) {
  const cases = { "emoji alone": FAMILY, "text from right to left": "שלום, מה שלומך היום? 12 ورود", "a pasted log": LOG, "HTML and script": MARKUP };
  for (const [name, words] of Object.entries(cases)) {
    await report.part(`typed: ${name}`, async () => {
      const { context, page } = await open(browser, report, platform, state);
      const broke = [];
      page.on("dialog", (dialog) => broke.push(dialog.message()) && dialog.dismiss());
      const before = await own(page).count();
      await paste(page, words);
      for (const when of ["as it was sent", "as it is kept"]) {
        const said = await own(page).last().evaluate((one) => ({
          text: one.textContent, children: one.childElementCount, direction: getComputedStyle(one).direction,
        }));
        report.holds(said.text === words && said.children === 0, `${name}, ${when}: word for word, and as text: ${said.text.slice(0, 60)}`);
        if (name.startsWith("text from right")) report.holds(said.direction === "rtl", `${name}, ${when}: it runs ${said.direction}`);
        const wide = await page.evaluate(() => [document.documentElement.scrollWidth, document.getElementById("log").scrollWidth - document.getElementById("log").clientWidth]);
        report.holds(wide[0] <= 360 && wide[1] <= 0, `${name}, ${when}: it fits: ${wide}`);
        report.holds((await own(page).count()) === before + 1, `${name}, ${when}: it is one message`);
        await page.reload();
      }
      const after = await page.evaluate(() => window.broken);
      report.holds(after === undefined && broke.length === 0, `${name}: nothing of it ran`);
      report.holds((await page.locator("#said li:last-child .text").textContent()).length > 0, `${name}: it is answered`);
      await context.close();
    });
  }
}

async function nothing(browser, platform, report, state) {
  await report.part("typed: nothing", async () => {
    for (const javaScriptEnabled of [true, false]) {
      const { context, page } = await open(browser, report, platform, state, { javaScriptEnabled });
      const before = await own(page).count();
      for (const words of ["", "   \n\t "]) {
        await page.fill("#words", words);
        await page.click(".send");
        await page.waitForLoadState();
        await page.waitForSelector("#note:not([hidden])");
        report.holds((await note(page)) === "Please write something first.", `nothing was written, and the page says so: ${await note(page)}`);
      }
      report.holds((await own(page).count()) === before, "nothing is sent");
      await context.close();
    }
  });
}

async function long(browser, platform, report, state) {
  await report.part("typed: 64 KiB, and more", async () => {
    const full = "wörd ".repeat(10_000);
    const words = full + "x".repeat(64 * KIB - Buffer.byteLength(full));
    const more = `${words} and more`;
    for (const javaScriptEnabled of [true, false]) {
      const how = javaScriptEnabled ? "with scripts" : "without scripts";
      const { context, page, expected } = await open(browser, report, platform, state, { javaScriptEnabled });
      expected.add("Failed to load resource");
      const before = await own(page).count();
      await page.focus("#words");
      await page.keyboard.insertText(more);
      report.holds((await typed(page)) === more, `${how}: nothing of a long paste is cut off in silence: ${(await typed(page)).length} of ${more.length}`);
      await page.click(".send");
      await page.waitForLoadState();
      await page.waitForSelector("#note:not([hidden])");
      report.holds((await note(page)) === "That is too long for one message. Please send it in parts.", `${how}: the page says why: ${await note(page)}`);
      report.holds((await typed(page)) === more, `${how}: every word is still in the field`);
      const given = await key(page);
      await page.fill("#words", words);
      await sendUntilKept(page, given, report, how);
      await page.reload();
      report.holds((await own(page).count()) === before + 1 && (await own(page).last().textContent()) === words, `${how}: 64 KiB are one message, word for word`);
      await context.close();
    }
    // Further than any form goes.
    const { context, page, expected } = await open(browser, report, platform, state);
    expected.add("Failed to load resource");
    const huge = "a".repeat(300 * KIB);
    await page.fill("#words", huge);
    await page.click(".send");
    await page.waitForSelector("#note:not([hidden])");
    report.holds((await note(page)).startsWith("That is too long"), `300 KiB: the page says why: ${await note(page)}`);
    report.holds((await typed(page)) === huge, "300 KiB: every word is still in the field");
    await context.close();
  });
}

/** As the page says: where it could not be sent, the same press again. A busy machine may refuse a long message once. */
async function sendUntilKept(page, given, report, how) {
  for (let press = 0; press < 3; press += 1) {
    await page.click(".send");
    const changed = async () => (await key(page).catch(() => given)) !== given;
    if (await until("the answer", changed, 12_000).catch(() => false)) return;
    console.log(`  ${how}: not taken at once: ${await note(page)}`);
  }
  report.holds(false, `${how}: 64 KiB are answered: ${await note(page)}`);
}

async function twice(browser, platform, report, state) {
  await report.part("a double click on Send", async () => {
    for (const javaScriptEnabled of [true, false]) {
      const words = `Pressed twice ${javaScriptEnabled}`;
      const { context, page } = await open(browser, report, platform, state, { javaScriptEnabled });
      await page.fill("#words", words);
      await page.dblclick(".send");
      const count = () => page.locator("#said .own", { hasText: words }).count();
      await until("the message", async () => (await page.waitForLoadState(), (await count()) > 0));
      if (javaScriptEnabled) await page.waitForSelector("#said li:last-child .more");
      await page.goto(`${platform.url}/talk`);
      report.holds((await count()) === 1, `${javaScriptEnabled ? "with" : "without"} scripts it is one message: ${await count()}`);
      await context.close();
    }
  });

  await report.part("a page that is left at once after Send", async () => {
    const { context, page } = await open(browser, report, platform, state);
    for (let time = 0; time < 3; time += 1) {
      await page.fill("#words", `Left at once ${time}`);
      // Both presses in one task: nothing can come back in between.
      await page.evaluate(() => {
        document.getElementById("dock").requestSubmit();
        document.querySelector("a[href='/about-me']").click();
      });
      await page.waitForURL("**/about-me");
      const count = async () => {
        await page.goto(`${platform.url}/talk`);
        return page.locator("#said .own", { hasText: `Left at once ${time}` }).count();
      };
      const kept = await until("the message", count, 5_000).catch(() => 0);
      report.holds(kept === 1, `it is kept, once: ${kept}`);
    }
    await context.close();
  });

  await report.part("the same message from two tabs at once", async () => {
    const words = "From two tabs";
    const { context, page } = await open(browser, report, platform, state);
    const other = await context.newPage();
    await other.goto(`${platform.url}/talk`);
    const before = await page.locator("#said .own", { hasText: words }).count();
    await Promise.all([page, other].map((one) => one.fill("#words", words)));
    await Promise.all([page, other].map((one) => one.evaluate(() => document.getElementById("dock").requestSubmit())));
    let kept = 0;
    for (const one of [page, other]) {
      await settled(one);
      await one.waitForFunction(() => document.getElementById("status").textContent && document.getElementById("status").textContent !== document.getElementById("dock").dataset.answering);
      const shown = await one.locator("#said .own", { hasText: words }).count();
      const back = (await typed(one)) === words;
      report.holds((shown > 0) !== back, "each tab shows it as said, or has it back in its field");
      report.holds(shown > 0 || (await one.isVisible("#note")), "and says why it is back");
      kept += shown;
    }
    await page.reload();
    const after = await page.locator("#said .own", { hasText: words }).count();
    report.holds(after - before === kept, `what the tabs show as said is what is kept: ${after - before} of ${kept}`);
    await context.close();
  });
}

async function others(browser, platform, report, state, nurse) {
  await report.part("somebody else's conversation in the address", async () => {
    const rose = await open(browser, report, platform, state);
    const events = new URL(await rose.page.getAttribute("#said .more a >> nth=0", "href"), platform.url).pathname;
    const [conversation, message] = events.match(/[0-9a-f]{8}-[0-9a-f-]{27}/g);
    const secret = await own(rose.page).last().textContent();
    await rose.context.close();
    const stranger = await open(browser, report, platform, await newcomer(browser, platform, nurse, `Stranger of ${platform.shape}`));
    stranger.expected.add("Failed to load resource");
    const none = conversation.replace(/.{4}$/, "0000");
    for (const place of [`/talk/earlier/${conversation}`, `/talk/said/${conversation}/${message}/opinion`, `/talk/said/${conversation}/${message}/take-back`]) {
      const answer = await stranger.page.goto(platform.url + place);
      const text = await stranger.page.textContent("main");
      report.holds(answer.status() === 404 && !text.includes(secret.slice(0, 40)), `${place.replaceAll(/[0-9a-f-]{36}/g, ":id")}: ${answer.status()}, and nothing of it`);
      await stranger.page.goto(platform.url + place.replace(conversation, none));
      report.holds((await stranger.page.textContent("main")) === text, "as if there were none");
    }
    for (const place of [`/family/conversations/${conversation}?purpose=family`, `/staff/conversations/${conversation}?purpose=treatment`]) {
      const answer = await stranger.page.goto(platform.url + place);
      report.holds(answer.status() === 403, `a resident is not let into other people's pages: ${answer.status()}`);
    }
    for (const place of ["/talk/earlier/none", "/talk/earlier/%2e%2e%2f", "/talk/said/1/2/opinion", "/talk?before=%00%ff"]) {
      const answer = await stranger.page.goto(platform.url + place);
      report.holds(answer.status() < 500, `${place}: ${answer.status()}`);
    }
    await stranger.context.close();
  });
}

/** The session is gone, and the tablet signs in anew in another tab. */
async function again(context, page, { url }) {
  await context.clearCookies({ name: "session" });
  await page.goto(`${url}/sign-in`);
  await page.click("text=Sign in with this tablet");
  await page.waitForURL("**/talk");
}

async function stale(browser, platform, report, nurse) {
  await report.part("a form from before somebody signed in again", async () => {
    for (const javaScriptEnabled of [true, false]) {
      const how = javaScriptEnabled ? "with scripts" : "without scripts";
      const state = await newcomer(browser, platform, nurse, `Stale ${javaScriptEnabled} of ${platform.shape}`);
      const { context, page, expected } = await open(browser, report, platform, state, { javaScriptEnabled });
      expected.add("Failed to load resource");
      await page.fill("#words", "Written before");
      const other = await context.newPage();
      await again(context, other, platform);
      await page.click(".send");
      await page.waitForSelector("#note:has-text('Your words are still here')");
      report.holds((await typed(page)) === "Written before", `${how}: the words are still in the field: ${await typed(page)}`);
      report.holds((await note(page)).includes("Your words are still here"), `${how}: the page says so: ${await note(page)}`);
      await other.reload();
      report.holds((await own(other).count()) === 0, `${how}: nothing was sent in the new session unasked`);
      await page.click(".send");
      // What can be done about it stands there once it is kept.
      await page.waitForSelector("#said .own:has-text('Written before') .more");
      await other.reload();
      report.holds((await own(other).count()) === 1, `${how}: the next press sends them`);
      // A danger in a stale form still meets the rules.
      await again(context, other, platform);
      await page.fill("#words", "I want to kill myself tonight. I have pills.");
      await page.click(".send");
      if (javaScriptEnabled) await page.waitForFunction(() => document.getElementById("crisis")?.open || document.querySelector("main > h1")?.textContent.startsWith("You do not"));
      else await page.waitForLoadState();
      report.holds((await page.locator("a[href='tel:988'] >> visible=true").count()) > 0, `${how}: a danger in it brings help all the same`);
      await context.close();
    }
  });
}

async function ended(browser, platform, report, nurse) {
  await report.part("a session that ends while a message is written", async () => {
    for (const javaScriptEnabled of [true, false]) {
      const how = javaScriptEnabled ? "with scripts" : "without scripts";
      const state = await newcomer(browser, platform, nurse, `Ended ${javaScriptEnabled} of ${platform.shape}`);
      const { context, page, expected } = await open(browser, report, platform, state, { javaScriptEnabled });
      expected.add("Failed to load resource");
      await page.fill("#words", "Written meanwhile");
      // It is signed out by way of another browser that has the same cookies.
      const elsewhere = await browser.newContext({ storageState: state });
      const other = await elsewhere.newPage();
      await other.goto(`${platform.url}/about-me`);
      await other.click("form[action='/sign-out'] button");
      await other.waitForURL("**/signed-out");
      await elsewhere.close();
      await page.click(".send");
      await page.waitForFunction(() => !document.getElementById("note")?.hidden);
      report.holds((await note(page)).startsWith("You are signed out."), `${how}: the page says what happened: ${await note(page)}`);
      report.holds((await typed(page)) === "Written meanwhile", `${how}: the words are still in the field`);
      report.holds((await page.locator("a[href^='/help']").count()) > 0, `${how}: help is there`);
      await context.close();
    }
  });
}

async function lines(browser, platform, report, state) {
  for (const how of ["cut", "quiet"]) {
    await report.part(how === "cut" ? "a network that is lost while a message goes out" : "a stream that is held back on its way", async () => {
      const line = await Line.to(platform);
      const { context, page, expected } = await open(browser, report, line, state);
      ["Failed to load resource", "ERR_"].forEach((one) => expected.add(one));
      const words = `Through a line that is ${how}`;
      const before = await own(page).count();
      const given = await key(page);
      await page.clock.install();
      await page.fill("#words", words);
      line.quiet();
      // It arrives; what comes back does not.
      await page.click(".send");
      await until("the platform has it", () => line.heard.some((text) => text.includes("POST /talk")));
      report.holds((await page.textContent("#status")) === "Companion is answering", "until then the page says that it waits");
      if (how === "cut") line.cut();
      else await page.clock.fastForward(60_000);
      await page.waitForSelector("#note:not([hidden])", { timeout: 10_000 });
      report.holds((await note(page)).startsWith("Your words are still here."), `the page says so: ${await note(page)}`);
      report.holds((await typed(page)) === words && (await key(page)) === given, "the words are back, with the key of before");
      if (how === "cut") {
        await context.setOffline(true);
        await page.waitForSelector("#offline:not([hidden])");
        report.holds((await typed(page)) === words, "without a network they stay, under a line that says so");
        await page.click("[data-help]");
        report.holds(await page.isVisible("#crisis a[href='tel:988']"), "and help opens without it");
        await page.click("#crisis-choices [data-keep]").catch(() => {});
        await page.keyboard.press("Escape");
        await context.setOffline(false);
        await page.waitForSelector("#offline[hidden]", { state: "attached" });
      }
      line.mend();
      await page.click(".send");
      await answeredAfter(page, given);
      await settled(page);
      await page.reload();
      report.holds((await own(page).count()) === before + 1, `it is one message: ${(await own(page).count()) - before}`);
      await context.close();
      await line.end();
    });
  }
}
