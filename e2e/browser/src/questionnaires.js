// Questionnaires: an invented one is installed as an operator does it, assigned by who treats, and declined by who is asked.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
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
    min_days: 21, bars: { grief_days: 7, simple_needs_staff: false },
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
  if (platform.shape !== "all-in-one") return;
  await report.part("a questionnaire is assigned and declined", async () => {
    const provider = await person(browser, platform, report, states.health_provider);
    // A page that says what is wrong is an answer of 422.
    provider.expected.add("Failed to load resource");
    await provider.page.goto(`${platform.url}/work`);
    const patient = (await provider.page.getAttribute("main a[href*='/staff/residents/']", "href")).match(/[0-9a-f]{8}-[0-9a-f-]{27}/)[0];
    await provider.page.goto(`${platform.url}/staff/residents/${patient}`);
    await provider.page.click("main a[href$='/questionnaires']");
    await provider.page.fill("#days", "15");
    await provider.page.click("main form:has(#days) button[type=submit]");
    report.holds((await provider.page.textContent("main [role=alert]")).includes("so often"), "its pack says how often it may be asked");
    await provider.page.fill("#days", "28");
    await provider.page.click("main form:has(#days) button[type=submit]");
    await provider.page.waitForURL("**/questionnaires?done=1");
    report.holds((await provider.page.textContent("main .cards")).includes("House mood"), "it is assigned, by its name");

    const rose = await person(browser, platform, report, states.resident);
    await rose.page.goto(`${platform.url}/about-me/questionnaires`);
    report.holds((await rose.page.textContent("main")).includes("Care staff do not."), "she is told who reads the answers");
    await rose.page.click("main .cards button");
    await rose.page.waitForURL("**/questionnaires?done=declined");
    await rose.context.close();
    await provider.page.reload();
    report.holds((await provider.page.textContent("main .cards")).includes("It is not asked."), "who assigned it sees that it was declined");
    await provider.context.close();
  });
}

async function person(browser, platform, report, state) {
  const context = await browser.newContext({ storageState: state });
  const expected = await watch(context, report, platform.url);
  const page = await context.newPage();
  return { context, page, expected };
}
