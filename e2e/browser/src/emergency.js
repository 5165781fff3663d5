// An emergency that a nurse declares: a relative who is told only then reads of it while it lasts, and of nothing else.

import { MODES, contrast, inModes } from "./walk.js";
import { watch } from "./watched.js";

const MODES_OF_FORMS = [MODES[0], MODES[1], contrast];

async function open(browser, platform, report, state) {
  const context = await browser.newContext({ storageState: state });
  const expected = await watch(context, report, platform.url);
  return { context, page: await context.newPage(), expected };
}

/** The resident chooses how much her daughter sees, and nothing or everything that can be ticked with it. */
async function share(page, platform, level, ticked) {
  await page.goto(`${platform.url}/about-me/consents`);
  await page.locator("main a[href*='/about-me/consents/with/']").first().click();
  await page.check(`[name=level][value=${level}]`);
  for (const box of ticked) await page.check(box);
  await page.click("main form button[type=submit]");
  await page.click("main form[action$='/confirm'] button[type=submit]");
  await page.waitForURL(/done=saved/);
}

export async function emergency(browser, platform, report, states) {
  await report.part("an emergency is declared, read by who is told only then, and ended", async () => {
    const rose = await open(browser, platform, report, states.resident);
    const mara = await open(browser, platform, report, states.family_member);
    const noor = await open(browser, platform, report, states.care_staff);
    // A form that says what is wrong is an answer of 422.
    noor.expected.add("Failed to load resource");
    const reads = async () => {
      await mara.page.goto(`${platform.url}/family`);
      return mara.page.textContent("main");
    };
    await share(rose.page, platform, "emergency_only", []);
    const before = await reads();
    report.holds(!before.includes("There is an emergency"), "without an emergency she reads of none");
    report.holds(!before.includes("How the week was"), "and of nothing else");
    await noor.page.goto(`${platform.url}/staff/residents`);
    await noor.page.click(".cards a:has-text('Rose Field')");
    await noor.page.click("main a:text-is('Emergency')");
    await inModes(noor.page, "a form that declares an emergency", report, { modes: MODES_OF_FORMS, widths: [320, 1280], work: true });
    await noor.page.setViewportSize({ width: 1280, height: 900 });
    await noor.page.fill("#minutes", "3");
    await noor.page.click("text=Read what it does");
    report.holds((await noor.page.locator(".summary li").count()) === 2, "it says what is wrong: no place, too short");
    report.holds((await noor.page.inputValue("#minutes")) === "3", "and keeps what was written");
    await noor.page.check("#place-at_hospital");
    await noor.page.fill("#minutes", "30");
    await noor.page.click("text=Read what it does");
    const back = await noor.page.textContent("main");
    report.holds(back.includes("They are in a hospital. Ask for Noor Haddad."), "it is read back what relatives will read");
    report.holds(back.includes("This calls nobody"), "and that it calls nobody");
    await inModes(noor.page, "an emergency that is read back", report, { modes: MODES_OF_FORMS, widths: [320, 1280], work: true });
    await noor.page.setViewportSize({ width: 1280, height: 900 });
    report.holds(!(await reads()).includes("There is an emergency"), "reading it back tells nobody");
    await noor.page.click("main button:text-is('Declare it')");
    await noor.page.waitForURL(/done=declared/);
    report.holds((await noor.page.textContent("main")).includes("Noor Haddad declared it:"), "what stands says who declared it");
    await inModes(noor.page, "an emergency that stands", report, { modes: MODES_OF_FORMS, widths: [320, 1280], work: true });
    await noor.page.setViewportSize({ width: 1280, height: 900 });
    const during = await reads();
    report.holds(during.includes("There is an emergency"), "the page of a relative who is told only then opens");
    report.holds(during.includes("They are in a hospital.") && during.includes("Ask for Noor Haddad."), "it says where, and whom to ask for");
    report.holds(!/Since (Today|Yesterday)/.test(during), "and no more than was given");
    const tomas = await open(browser, platform, report, states.health_provider);
    await tomas.page.goto(`${platform.url}/staff/residents`);
    await tomas.page.click(".cards a:has-text('Rose Field')");
    report.holds((await tomas.page.textContent("main")).includes("Noor Haddad declared it:"), "who treats her reads of it on her page");
    await noor.page.click("main button:text-is('End the emergency')");
    await noor.page.waitForURL(/done=ended/);
    report.holds((await noor.page.textContent("main [role=status]")).includes("The emergency is ended."), "it is ended");
    report.holds(!(await reads()).includes("There is an emergency"), "and the relative's page is closed again");
    // As the demonstration began.
    await share(rose.page, platform, "limited", ["[name=notices]", "[name=care][value=medications]"]);
    for (const one of [rose, mara, noor, tomas]) await one.context.close();
  });
}
