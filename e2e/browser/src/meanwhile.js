// What happens to a page while somebody writes: an old form, a session that ends, a network that is lost, a stream that
// is held back; and addresses with somebody else's conversation.

import { Line } from "./line.js";
import { newcomer } from "./people.js";
import { until } from "./platform.js";
import { answeredAfter, key, note, open, own, settled, typed } from "./typing.js";

export async function meanwhile(browser, platform, report, state, nurse) {
  await others(browser, platform, report, state, nurse);
  await stale(browser, platform, report, nurse);
  await ended(browser, platform, report, nurse);
  await lines(browser, platform, report, state);
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
    for (const place of [`/talk/earlier/${conversation}`, `/talk/said/${conversation}/${message}/opinion`, `/talk/said/${conversation}/${message}/take-back`, `/talk/said/${conversation}/${message}/correct`, `/talk/said/${conversation}/${message}/found`]) {
      const answer = await stranger.page.goto(platform.url + place);
      const text = await stranger.page.textContent("main");
      report.holds(answer.status() === 404 && !text.includes(secret.slice(0, 40)), `${place.replaceAll(/[0-9a-f-]{36}/g, ":id")}: ${answer.status()}, and nothing of it`);
      await stranger.page.goto(platform.url + place.replace(conversation, none));
      report.holds((await stranger.page.textContent("main")) === text, "as if there were none");
    }
    for (const place of [`/family/conversations/${conversation}?purpose=family`, `/staff/conversations/${conversation}?purpose=treatment`, `/staff/conversations/${conversation}/${message}/found?purpose=TREAT`]) {
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
      // A connection of before may be ended under this press: the page says so again, and the next press is the same message.
      await page.waitForFunction((before) => document.querySelector("#dock [name=key]").value !== before || !document.getElementById("note").hidden, given);
      if ((await key(page)) === given) {
        report.holds((await typed(page)) === words, "a press into a line that just ends loses no words");
        await page.click(".send");
      }
      await answeredAfter(page, given);
      await settled(page);
      await page.reload();
      const kept = await own(page).filter({ hasText: words }).count();
      report.holds(kept === 1, `it is one message: ${kept}`);
      await context.close();
      await line.end();
    });
  }
}
