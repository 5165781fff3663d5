// The console in a real browser, before a real platform: `node src/main.js --program PATH [--shots DIR] [--quick]`.

import { parseArgs } from "node:util";
import { launch } from "./browser.js";
import { keyboard } from "./keyboard.js";
import { everybody } from "./people.js";
import { Platform } from "./platform.js";
import { Report } from "./report.js";
import { answered, crisis, talking } from "./talking.js";
import { itself, walk } from "./walk.js";
import { alone, offline, silence, staff } from "./working.js";

const { values } = parseArgs({
  options: { program: { type: "string" }, shots: { type: "string" }, quick: { type: "boolean" }, only: { type: "string" } },
});
if (!values.program) throw new Error("--program PATH is needed: the program under test");

const FIRST = {
  "signed-out": ["/sign-in", "/help", "/display", "/tablet", "/signed-out", "/gallery", "/gallery?work", "/docs?q=turn"],
  resident: ["/talk", "/about-me", "/help", "/about-me/memories", "/about-me/day", "/about-me/talking", "/talk/search", "/about-me/memories/forget-all", "/about-me/memories/choice/no"],
  family_member: ["/family", "/about-me", "/family/articles", "/family/articles/after_a_crisis_notice"],
  care_staff: ["/staff/alerts", "/staff/residents", "/staff/handover", "/staff/handover?hours=72", "/staff/tablets", "/about-me"],
  health_provider: ["/staff/alerts", "/staff/residents", "/staff/handover", "/staff/handover?hours=72", "/work", "/about-me"],
  admin: ["/work", "/about-me"],
  compliance: ["/work", "/about-me"],
};

const report = new Report();
const wanted = (part) => !values.only || values.only.split(",").includes(part);
const browser = await launch();
const platform = await Platform.start(values.program);
try {
  await report.part("the checks themselves", () => itself(browser, report));
  const states = await everybody(browser, platform);
  platform.nurse = states.care_staff;
  if (wanted("talk")) {
    await talking(browser, platform, report, states.resident);
    await crisis(browser, platform, report, states.resident);
  }
  for (const [who, first] of Object.entries(FIRST)) {
    if (!wanted("walk")) break;
    const state = states[who];
    let paths = [];
    await report.part(`every page: ${who}`, async () => {
      paths = await walk(browser, platform, report, { who, state, first, shots: values.shots, quick: values.quick });
    });
    await report.part(`by keyboard: ${who}`, () => keyboard(browser, platform, report, { who, state, paths }));
  }
  if (wanted("talk")) await answered(browser, platform, report, states.resident);
  if (wanted("staff")) await staff(browser, platform, report, states);
  if (wanted("offline")) await offline(browser, platform, report, states.resident);
  if (wanted("idle")) await silence(browser, platform, report, states);
  if (wanted("feed")) await alone(browser, platform, report);
} finally {
  await browser.close();
  await platform.end();
}
console.log(`${report.checks} checks, ${report.wrong.length} of them not so`);
process.exit(report.wrong.length > 0 ? 1 : 0);
