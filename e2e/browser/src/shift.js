// A carer's shift: an alert that is given back, and a list that nobody has touched for a while.

import { newcomer, signIn } from "./people.js";
import { LIVE, watch } from "./watched.js";

const DANGER = "I took all my pills and I want to die.";

/** The page to talk on, of somebody in danger. */
async function danger(browser, platform, state) {
  const context = await browser.newContext({ storageState: state });
  const page = await context.newPage();
  await page.goto(`${platform.url}/talk`);
  await page.fill("#words", DANGER);
  await page.click(".send");
  await page.waitForFunction(() => document.getElementById("crisis-told").textContent);
  return page;
}

async function listOf(browser, platform, report, state, path = "/staff/alerts") {
  const context = await browser.newContext({ storageState: state });
  await watch(context, report, platform.url);
  const page = await context.newPage();
  await page.goto(platform.url + path);
  return page;
}

export async function givenBack(browser, platform, report, states) {
  await report.part("an alert that is given back", async () => {
    const nurse = await listOf(browser, platform, report, states.care_staff);
    // What stands of her is closed first, so that her danger is a new alert.
    for (const hers = nurse.locator("[data-alert]", { hasText: "Rose Field" }); (await hers.count()) > 0; await nurse.goto(`${platform.url}/staff/alerts`)) {
      await hers.first().locator("a.button").first().click();
      await nurse.click("text=Close this alert");
      await nurse.check("#outcome-safe");
      await nurse.click("form >> text=Close this alert");
      await nurse.waitForURL(/done=closed/);
    }
    const other = await listOf(browser, platform, report, states.health_provider);
    await other.waitForSelector(LIVE);
    const rose = await danger(browser, platform, states.resident);
    const row = other.locator("#slot ul li", { hasText: "Rose Field" });
    await row.waitFor();
    const open = await row.locator(".state").textContent();
    await nurse.goto(`${platform.url}/staff/alerts`);
    await nurse.locator("[data-alert]", { hasText: "Rose Field" }).locator("form button").click();
    await row.locator(".state:has-text('Noor Haddad has this')").waitFor();
    await rose.waitForFunction(() => /has seen this at/.test(document.getElementById("crisis-told").textContent));
    await nurse.click("text=Give it back");
    await nurse.waitForURL(/done=given-back/);
    report.holds((await nurse.textContent("main [role=status]")).includes("It is open again"), "who gave it back reads what that means");
    await row.locator(`.state:has-text("${open}")`).waitFor();
    report.holds(true, `the other's list says that nobody has it: ${open}`);
    await rose.waitForFunction(() => /does not have this any more/.test(document.getElementById("crisis-told").textContent));
    report.holds(/^Noor Haddad does not have this any more \(\d\d:\d\d\)/.test(await rose.textContent("#crisis-told")), "the resident reads who does not have it any more, and when");
    for (const page of [nurse, other, rose]) await page.context().close();
  });
}

export async function narrowed(browser, platform, report, states) {
  await report.part("a list that nobody has touched for a while, on a shift", async () => {
    const names = ["Nell", "Omar"].map((name) => `${name} of the shift of ${platform.shape}`);
    const [first, second] = [await newcomer(browser, platform, states.care_staff, names[0]), await newcomer(browser, platform, states.care_staff, names[1])];
    const context = await browser.newContext({ storageState: states.care_staff });
    const expected = await watch(context, report, platform.url);
    expected.add("Failed to load resource");
    await context.clock.install();
    const list = await context.newPage();
    await list.goto(`${platform.url}/staff/alerts`);
    await list.waitForSelector(LIVE);
    await list.click("[data-start] button");
    await list.waitForSelector("#feed[data-stays]");
    const one = await danger(browser, platform, first);
    await list.locator("#slot ul li", { hasText: names[0] }).waitFor();
    report.holds((await list.textContent("#status")).includes(names[0]), "before, a new alert is spoken with its name");
    await list.mouse.move(5, 5);
    await context.clock.fastForward("15:10");
    await list.waitForSelector("#feed-again:not([hidden])");
    const nobody = async (when) => {
      const left = await list.content();
      const found = [...names, "Rose Field", "Noor Haddad", "/staff/alerts/0"].filter((name) => left.includes(name));
      report.holds(found.length === 0, `${when}: nothing of anybody is in the page: ${found}`);
    };
    await nobody("after the silence");
    const rows = list.locator("#slot ul li");
    const before = await rows.count();
    report.holds(before > 0 && (await rows.first().textContent()).includes("Garden floor"), `what stands goes on standing, by its place: ${before}`);
    const two = await danger(browser, platform, second);
    await list.waitForFunction((before) => document.querySelectorAll("#slot ul li").length > before, before);
    report.holds(new URL(list.url()).pathname === "/staff/alerts", "the list stays on");
    await nobody("with a new alert");
    const due = await list.evaluate(() => [...document.querySelectorAll("#slot ul [data-due]")].map((one) => Number(one.dataset.due) || Infinity));
    report.holds(due.every((at, index) => index === 0 || due[index - 1] <= at), `they stand by their deadlines: ${due}`);
    // Somebody takes it up elsewhere: the row says so, without a name.
    const other = await listOf(browser, platform, report, states.care_staff);
    const state = (text) => rows.locator(".state", { hasText: text });
    const taken = await state("Somebody is on it").count();
    await other.locator("[data-alert]", { hasText: names[1] }).locator("form button").click();
    await other.waitForURL(/done=acknowledged/);
    await list.waitForFunction((taken) => [...document.querySelectorAll("#slot .state")].filter((one) => one.textContent === "Somebody is on it").length > taken, taken);
    await nobody("with one that is taken up");
    // The session is over by then: signing in brings the page back.
    await context.clearCookies({ name: "session" });
    await list.click("#feed-again");
    await list.waitForURL("**/sign-in**");
    await signIn(list, platform, ["care_staff"], 1, "/sign-in?next=/staff/alerts");
    report.holds(new URL(list.url()).pathname === "/staff/alerts" && (await list.content()).includes(names[0]), "signing in again brings the list back");
    await list.click("text=End my shift");
    await list.waitForSelector("#feed:not([data-stays])");
    for (const page of [one, two, other, list]) await page.context().close();
  });
}
