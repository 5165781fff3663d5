// What people type that nobody expects. Each time: nothing that was typed is lost, nothing is sent twice, and the page
// says what happened.

import { meanwhile } from "./meanwhile.js";
import { newcomer } from "./people.js";
import { until } from "./platform.js";
import { answeredAfter, key, note, open, own, settled, typed } from "./typing.js";

const KIB = 1024;
const FAMILY = "\u{1F475}\u{1F3FD}\u{1F337}\u{1F469}\u200D\u{1F469}\u200D\u{1F467}";
const LOG = Array.from({ length: 120 }, (_, line) =>
  `2026-11-0${1 + (line % 9)}T03:${String(line % 60).padStart(2, "0")}:00Z\tERROR worker-${line}: "path" = /var/lib/a_${"b".repeat(90)} {x: [1, 2]} <nil> \\n 100%`).join("\n");
const MARKUP = `<script>window.broken = 1</script><img src=x onerror="window.broken = 2"></ol></section><h1>Big</h1>&lt;b&gt; {{7*7}} '; DROP TABLE messages; --`;

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
  await meanwhile(browser, platform, report, state, nurse);
}

/** How many messages have exactly these words. */
const alike = (page, words) => own(page).evaluateAll((all, text) => all.filter((one) => one.textContent === text).length, words);

async function texts(browser, platform, report, state) {
  const cases = { "emoji alone": FAMILY, "text from right to left": "שלום, מה שלומך היום? 12 ورود", "a pasted log": LOG, "HTML and script": MARKUP };
  for (const [name, words] of Object.entries(cases)) {
    await report.part(`typed: ${name}`, async () => {
      const { context, page } = await open(browser, report, platform, state);
      const broke = [];
      page.on("dialog", (dialog) => broke.push(dialog.message()) && dialog.dismiss());
      await paste(page, words);
      for (const when of ["as it was sent", "as it is kept"]) {
        const said = await own(page).last().evaluate((one) => ({
          text: one.textContent, children: one.childElementCount, direction: getComputedStyle(one).direction,
        }));
        report.holds(said.text === words && said.children === 0, `${name}, ${when}: word for word, and as text: ${said.text.slice(0, 60)}`);
        if (name.startsWith("text from right")) report.holds(said.direction === "rtl", `${name}, ${when}: it runs ${said.direction}`);
        const wide = await page.evaluate(() => [document.documentElement.scrollWidth, document.getElementById("log").scrollWidth - document.getElementById("log").clientWidth]);
        report.holds(wide[0] <= 360 && wide[1] <= 0, `${name}, ${when}: it fits: ${wide}`);
        report.holds((await alike(page, words)) === 1, `${name}, ${when}: it is one message`);
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
      const kept = await alike(page, words);
      report.holds(kept === (javaScriptEnabled ? 1 : 2), `${how}: 64 KiB are one message, word for word: ${kept}`);
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
