// Questionnaires: an invented one is installed as an operator does it, assigned by who treats, and declined by who is asked.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { answeredAfter, key, settled } from "./typing.js";
import { MODES, contrast, inModes } from "./walk.js";
import { watch } from "./watched.js";

const hash = (text) => createHash("sha256").update(text).digest("hex");

/** A questionnaire of the house's own, with words that were invented for this test. */
function pack() {
  const words = (language, title, text) => ({
    language, title, items: [{ text, hash: hash(text) }],
    scale: [0, 1, 2, 3].map((value) => ({ value, label: `${title} ${value}` })),
  });
  return {
    id: "house-mood", version: "1", rights: "Invented for this test.",
    texts: [words("en", "House mood", "The day went as I like it."), words("es", "Ánimo de la casa", "El día fue como me gusta.")],
    items: [{ least: 0, most: 3 }], rule: { sum: { unanswered_max: 0 } },
    bands: [{ id: "1", from: 0, tier: "high" }, { id: "2", from: 2, tier: "low" }],
    min_days: 21, bars: { grief_days: 7, simple_needs_staff: true },
  };
}

/** Installs it where a platform that is started from here keeps its data. */
export function install(program, directory, data) {
  const bytes = JSON.stringify(pack());
  const file = join(directory, "house-mood.json");
  writeFileSync(file, bytes);
  execFileSync(program, ["instruments", "install", file, "--sha256", hash(bytes), "--data-dir", data]);
}

export async function questionnaires(browser, platform, report, states) {
  await report.part("a questionnaire is assigned, answered, shared and declined", async () => {
    await platform.installs();
    const provider = await person(browser, platform, report, states.health_provider);
    // A page that says what is wrong is an answer of 422.
    provider.expected.add("Failed to load resource");
    await provider.page.goto(`${platform.url}/work`);
    const patient = (await provider.page.getAttribute("main a[href*='/staff/residents/']", "href")).match(/[0-9a-f]{8}-[0-9a-f-]{27}/)[0];
    await provider.page.goto(`${platform.url}/staff/residents/${patient}`);
    await provider.page.click("main a[href$='/questionnaires']");
    const assign = async (days) => {
      await provider.page.fill("#days", days);
      await provider.page.click("main form:has(#days) button[type=submit]");
    };
    const wrong = () => provider.page.textContent("main [role=alert]");
    await assign("15");
    report.holds((await wrong()).includes("so often"), "its pack says how often it may be asked");
    await assign("28");
    await provider.page.waitForURL("**/questionnaires?done=1");
    report.holds((await provider.page.textContent("main .cards")).includes("House mood"), "it is assigned, by its name");

    const rose = await person(browser, platform, report, states.resident);
    await rose.page.goto(`${platform.url}/about-me/questionnaires`);
    report.holds((await rose.page.textContent("main")).includes("Care staff do not."), "she is told who reads the answers");
    await simple(rose.page, platform, true);
    await anew(rose.page, platform);
    report.holds(!(await offered(rose.page)), "who is talked with simply is not asked it alone");
    await beside(browser, platform, report, states.care_staff, patient, "yes");
    await answer(rose.page, platform);
    report.holds(true, "and is, once a nurse has said that she sits with them");
    await beside(browser, platform, report, states.care_staff, patient, "no");
    await simple(rose.page, platform, false);
    await rose.page.goto(`${platform.url}/about-me/questionnaires`);
    report.holds((await rose.page.locator("main table").count()) > 0, "the result is on her page");

    await shared(browser, platform, report, states, rose.page, patient);

    await rose.page.goto(`${platform.url}/about-me/questionnaires`);
    await rose.page.click("main .cards button");
    await rose.page.waitForURL("**/questionnaires?done=declined");
    await provider.page.goto(`${platform.url}/staff/residents/${patient}/questionnaires`);
    report.holds((await provider.page.textContent("main .cards")).includes("It is not asked."), "who assigned it sees that it was declined");
    await assign("28");
    report.holds((await wrong()).includes("declined this less than thirty days ago"), "and is told that it stands");
    await rose.page.click("main .cards button");
    await rose.page.waitForURL("**/questionnaires?done=asked");
    await assign("30");
    await provider.page.waitForURL("**/questionnaires?done=1");
    report.holds(true, "she takes it up by herself, and then it can be assigned");
    await rose.page.goto(`${platform.url}/about-me/questionnaires`);
    await rose.page.click("main .cards button");
    await rose.page.waitForURL("**/questionnaires?done=declined");
    await rose.context.close();
    await provider.context.close();
  });
}

/** How she wants to be talked with. */
async function simple(page, platform, wanted) {
  await page.goto(`${platform.url}/about-me/talking`);
  await page.setChecked("#simple-yes", wanted);
  await page.click("main form button[type=submit]");
  await page.waitForURL("**/talking?done=1");
}

/** A nurse says that she sits with her, or no longer does. */
async function beside(browser, platform, report, state, patient, present) {
  const nurse = await person(browser, platform, report, state);
  await nurse.page.goto(`${platform.url}/staff/residents/${patient}`);
  await nurse.page.click("main a[href$='/with']");
  await nurse.page.click(`main form:has(input[name=present][value=${present}]) button`);
  await nurse.page.waitForLoadState();
  const said = await nurse.page.textContent("main [role=status]");
  report.holds(/is there until \d\d:\d\d/.test(said) === (present === "yes"), `it says who is there: ${said}`);
  await nurse.context.close();
}

async function anew(page, platform) {
  await page.goto(`${platform.url}/talk/earlier`);
  await page.click("form[action='/talk/anew'] button");
  await page.waitForURL("**/talk");
}

/** Says yes to what is said, until the questionnaire's own answers are offered. */
async function offered(page) {
  const scale = page.locator("#choices button", { hasText: "House mood 2" });
  for (const words of ["Yes", "Yes", "Yes"]) {
    if ((await scale.count()) > 0) break;
    const before = await key(page);
    await page.fill("#words", words);
    await page.click(".send");
    await answeredAfter(page, before);
    await settled(page);
  }
  return (await scale.count()) > 0;
}

/** Begins a conversation, in which it is due, and answers it. */
async function answer(page, platform) {
  await anew(page, platform);
  await offered(page);
  const scale = page.locator("#choices button", { hasText: "House mood 2" });
  await scale.click();
  await page.waitForSelector('#said .own:has-text("House mood 2")');
  // What can be done about a reply stands below it once it is kept.
  await page.waitForSelector("#said li.other:last-child .more a");
}

/** Her daughter sees the result once it is shared with her, and nothing of what was assigned; then no more. */
async function shared(browser, platform, report, states, page, patient) {
  const place = `${platform.url}/family/${patient}/questionnaires`;
  const daughter = await person(browser, platform, report, states.family_member);
  daughter.expected.add("Failed to load resource");
  await daughter.page.goto(place);
  report.holds((await daughter.page.locator("main table").count()) === 0, "before it is shared a relative sees nothing of it");
  const share = async (level) => {
    await page.goto(`${platform.url}/about-me/consents`);
    await page.locator("main a[href*='/about-me/consents/with/']").first().click();
    await page.check(`[name=level][value=${level}]`);
    await page.click("main form button[type=submit]");
    await page.click("main form[action$='/confirm'] button[type=submit]");
    await page.waitForLoadState();
  };
  await share("full");
  await daughter.page.goto(`${platform.url}/family`);
  await daughter.page.click(`main a[href='/family/${patient}/questionnaires']`);
  const told = await daughter.page.textContent("main");
  report.holds((await daughter.page.locator("main table").count()) > 0 && told.includes("House mood"), "a relative sees the result that is shared");
  report.holds(!/Assigned|every 28 days|Declined/.test(told), `and nothing of what was assigned: ${told.slice(0, 200)}`);
  await inModes(daughter.page, "results that are shared", report, { modes: [MODES[0], contrast], widths: [320, 1280], work: false });
  await share("limited");
  await daughter.page.goto(place);
  report.holds((await daughter.page.locator("main table").count()) === 0, "no longer shared, it is gone");
  await daughter.context.close();
}

async function person(browser, platform, report, state) {
  const context = await browser.newContext({ storageState: state });
  const expected = await watch(context, report, platform.url);
  const page = await context.newPage();
  return { context, page, expected };
}
