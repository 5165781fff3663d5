// On paper: a conversation, a safety plan and a handover as PDF. Its words are there, what is for the screen is not.

import { extractText } from "unpdf";

/** What belongs to a screen: by where it stands, and words of it that stand nowhere else. */
const SCREEN = "header, nav, footer, button, textarea, select, .skip, .dock, .back";
const SCREEN_WORDS = ["Skip to", "Sign out", "Your message", "Please write"];
/** More words than that are on no page. */
const WORDS_A_PAGE = 40;

/** A page on paper: its words, and how many sheets. */
async function paper(page) {
  const bytes = await page.pdf({ format: "A4" });
  const { totalPages, text } = await extractText(new Uint8Array(bytes), { mergePages: true });
  return { sheets: totalPages, text: text.replace(/\s+/g, " ") };
}

const plain = (text) => text.replace(/\s+/g, " ").trim();

async function printed(page, report, name, wanted) {
  const { sheets, text } = await paper(page);
  for (const part of wanted) report.holds(text.includes(plain(part)), `${name}: on paper stands: ${plain(part).slice(0, 50)}`);
  await page.emulateMedia({ media: "print" });
  const shown = await page.$$eval(SCREEN, (all) => all.filter((one) => one.checkVisibility()).map((one) => `${one.tagName}.${one.className} ${one.textContent.slice(0, 30)}`));
  await page.emulateMedia({ media: null });
  report.holds(shown.length === 0, `${name}: what is for the screen is not on paper: ${shown}`);
  for (const one of SCREEN_WORDS) report.holds(!text.includes(one), `${name}: on paper does not stand: ${one}`);
  const most = Math.ceil(text.split(" ").length / WORDS_A_PAGE) + 1;
  report.holds(sheets <= most, `${name}: ${sheets} sheets for ${text.split(" ").length} words`);
  report.holds(!/[0-9a-f]{8}-[0-9a-f]{4}-/.test(text), `${name}: no address or id stands on paper`);
  return text;
}

/** That words which are missing, and a screen's parts, are found on paper. */
export async function paperItself(browser, report) {
  const page = await browser.newPage();
  await page.setContent('<!doctype html><html lang="en"><body><header>Sign out</header><main><p>shown</p><p hidden>not shown</p></main></body></html>');
  const wrong = [];
  await printed(page, { holds: (condition, what) => condition || wrong.push(what) }, "planted", ["shown", "not shown"]);
  const found = ["on paper stands: not shown", "HEADER", "does not stand: Sign out"].every((part) => wrong.some((one) => one.includes(part)));
  report.holds(found && wrong.length === 3, `what is wrong on paper is found: ${wrong}`);
  await page.close();
}

export async function onPaper(browser, platform, report, states) {
  await report.part("a conversation on paper", async () => {
    const resident = await browser.newContext({ storageState: states.resident });
    const page = await resident.newPage();
    await page.goto(`${platform.url}/talk`);
    await page.fill("#words", "On paper the heron sings at seven");
    await page.click(".send");
    await page.waitForSelector("#said li:last-child .more a");
    await page.goto(`${platform.url}/talk`);
    const said = await page.$$eval("#said .text", (all) => all.slice(-6).map((one) => one.textContent));
    await printed(page, report, "the page to talk on", said);
    await page.goto(`${platform.url}/talk/earlier`);
    await page.click("main a[href^='/talk/earlier/']");
    const by = await page.$$eval(".said .by", (all) => all.slice(-4).map((one) => one.textContent));
    await printed(page, report, "an earlier conversation", [await page.textContent("h1"), ...said, ...by]);
    await resident.close();
  });

  await report.part("a safety plan on paper", async () => {
    const resident = await browser.newContext({ storageState: states.resident });
    const page = await resident.newPage();
    for (const [part, name, words] of [["signs", "text-1", "I stop humming at the window"], ["people", "text-1", "My niece Ines"]]) {
      await page.goto(`${platform.url}/about-me/plan/${part}`);
      await page.fill(`#${name}`, words);
      if (part === "people") await page.fill("#phone-1", "555 0100");
      await page.click("main button:has-text(\"Save this part\")");
      await page.waitForURL(/done=saved/);
    }
    await page.goto(`${platform.url}/about-me/plan`);
    const parts = await page.$$eval("main section h2", (all) => all.map((one) => one.textContent));
    report.holds(parts.length === 6, `six parts: ${parts}`);
    const head = await page.textContent(".on-paper");
    const wanted = [head, await page.textContent("h1"), ...parts, "I stop humming at the window", "My niece Ines", "555 0100", "988"];
    const text = await printed(page, report, "a safety plan", wanted);
    for (const one of ["Change this part", "Write this part", "Take my plan away", "See who read it"]) {
      report.holds(!text.includes(one), `a safety plan: what is pressed is not on paper: ${one}`);
    }
    await resident.close();
  });

  await report.part("a handover on paper", async () => {
    const staff = await browser.newContext({ storageState: states.care_staff });
    const page = await staff.newPage();
    await page.goto(`${platform.url}/staff/handover?hours=72`);
    // As they are laid out for paper: the paragraphs of a line stand apart, what is for the screen is not among them.
    await page.emulateMedia({ media: "print" });
    const lines = await page.$$eval("main h2, main .lines > li", (all) => all.filter((one) => one.checkVisibility()).map((one) => one.innerText));
    await page.emulateMedia({ media: null });
    report.holds(lines.length > 1, "there is something to hand over");
    const head = await page.textContent(".on-paper");
    report.holds(!(await page.locator(".on-paper").isVisible()), "the head of the paper is not on the screen");
    report.holds(/^Printed by \S+ \S+, .*\d\d:\d\d/.test(head), `it says who printed it and when: ${head}`);
    const text = await printed(page, report, "the handover", [head, await page.textContent("h1"), ...lines.slice(0, 30)]);
    report.holds(!text.includes("heron sings"), "and nothing of what was said");
    await staff.close();
  });
}
