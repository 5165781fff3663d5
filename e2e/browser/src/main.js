// The console in a real browser, before a real platform, all in one and split:
// `node src/main.js --program PATH --stage PATH --failing PATH [--shots DIR] [--quick] [--shape SHAPE] [--only PARTS]`.

import { parseArgs } from "node:util";
import { accounts } from "./accounts.js";
import { answering, ringing } from "./answering.js";
import { launch } from "./browser.js";
import { breathing, correcting } from "./correcting.js";
import { afterKill, atOnce, failing, killed } from "./down.js";
import { emergency } from "./emergency.js";
import { keeping } from "./keeping.js";
import { keyboard } from "./keyboard.js";
import { large, largeItself, launchLarge } from "./large.js";
import { odd } from "./odd.js";
import { passkeys } from "./passkeys.js";
import { everybody, renew } from "./people.js";
import { pictures } from "./pictures.js";
import { pixelsThemselves } from "./pixels.js";
import { Platform } from "./platform.js";
import { questionnaires } from "./questionnaires.js";
import { onPaper, paperItself } from "./print.js";
import { Report, together } from "./report.js";
import { givenBack, narrowed } from "./shift.js";
import { Stage } from "./stage.js";
import { answered, crisis, talking, twoTabs } from "./talking.js";
import { documents, itself, walk } from "./walk.js";
import { waysIn } from "./ways_in.js";
import { alone, offline, silence, staff, underAFinger } from "./working.js";

const { values } = parseArgs({
  options: {
    program: { type: "string" }, stage: { type: "string" }, failing: { type: "string" }, shots: { type: "string" },
    quick: { type: "boolean" }, shape: { type: "string" }, only: { type: "string" },
  },
});
for (const name of ["program", "stage", "failing"]) if (!values[name]) throw new Error(`--${name} PATH is needed`);

const FIRST = {
  "signed-out": ["/sign-in", "/sign-in/forgotten", "/join?code=typed", "/join", "/join/here", "/set-up", "/password/new", "/second-factor/new", "/help", "/display", "/tablet", "/signed-out", "/gallery", "/gallery?work", "/docs?q=turn"],
  resident: ["/talk", "/about-me", "/help", "/about-me/memories", "/about-me/day", "/about-me/day/each", "/about-me/days", "/about-me/plan/before", "/about-me/plan/take-away", "/about-me/invite", "/about-me/talking", "/talk/search", "/about-me/memories/forget-all", "/about-me/memories/choice/no", "/talk/tool/breathing_timer", "/talk/tool/call_prompt", "/talk/tool/handoff"],
  family_member: ["/family", "/about-me", "/about-me/signing-in", "/about-me/password", "/about-me/second-factor", "/about-me/recovery-codes", "/family/articles", "/family/articles/after_a_crisis_notice"],
  care_staff: ["/staff/alerts", "/staff/residents", "/staff/handover", "/staff/handover?hours=72", "/staff/tablets", "/about-me", "/about-me/signing-in", "/about-me/password", "/about-me/second-factor", "/about-me/recovery-codes"],
  health_provider: ["/staff/alerts", "/staff/residents", "/staff/handover", "/staff/handover?hours=72", "/work", "/about-me"],
  admin: ["/work", "/work/accounts", "/about-me"],
  compliance: ["/work", "/about-me"],
};

const report = new Report();
const wanted = (part) => !values.only || values.only.split(",").includes(part);
const { quick } = values;

/** Everything that is looked at in a platform, the parts that stop processes last. */
async function look(browser, platform, depth) {
  const states = await everybody(browser, platform);
  platform.nurse = states.care_staff;
  const whole = depth !== "glance";
  if (wanted("talk") && whole) {
    await talking(browser, platform, report, states.resident);
    await breathing(browser, platform, report, states.resident);
    await correcting(browser, platform, report, states);
  }
  if (wanted("talk")) await questionnaires(browser, platform, report, states);
  // Before the dialog of a crisis lies over the resident's pages.
  if (wanted("staff") && whole) await emergency(browser, platform, report, states);
  if (wanted("tabs") && whole) await twoTabs(browser, platform, report, states.care_staff);
  if (wanted("talk")) await crisis(browser, platform, report, states.resident);
  if (wanted("odd") && whole) await odd(browser, platform, report, states.care_staff);
  if (wanted("walk")) await everyPage(browser, platform, states, depth);
  if (wanted("walk") && whole) await documents(platform, report);
  if (wanted("talk")) await answered(browser, platform, report, states.resident);
  if (wanted("staff") && whole) await staff(browser, platform, report, states);
  if (wanted("staff") && whole) await underAFinger(browser, platform, report, states.care_staff);
  if (wanted("staff") && whole) {
    await givenBack(browser, platform, report, states);
    await narrowed(browser, platform, report, states);
    await ringing(browser, platform, report, states);
    await answering(browser, platform, report, states);
    await accounts(browser, platform, report, states);
  }
  if (wanted("ways") && whole) await waysIn(browser, platform, report, states);
  if (wanted("keeping") && whole) await keeping(browser, platform, report, states);
  if (wanted("passkeys")) await passkeys(browser, platform, report, states);
  if (wanted("print") && whole) await onPaper(browser, platform, report, states);
  if (wanted("pictures")) taken = await pictures(browser, platform, report, { quick, before: taken });
  if (wanted("offline") && whole) await offline(browser, platform, report, states.resident);
  if (wanted("idle") && whole) await silence(browser, platform, report, states);
  await renew(browser, platform, states);
  if (wanted("down")) {
    await atOnce(browser, platform, report, states.care_staff);
    await afterKill(browser, platform, report, states.care_staff);
    if (platform.shape === "split") await killed(browser, platform, report, states.care_staff);
  }
  if (wanted("feed") && whole) await alone(browser, platform, report);
}

/** The pictures of the platform before. */
let taken = null;
/** Controls whose focus was looked at by pixels. */
const kinds = new Set();

/** Roles that are walked at the same time, all in one: a page is drawn and looked at by one processor. Split, the platform itself has its
 * processes, and what a page waits for at most is counted for a machine that is not twice as busy. */
const AT_ONCE = 2;

async function everyPage(browser, platform, states, depth) {
  const known = new Set();
  const roles = Object.entries(FIRST).map(([who, first]) => async () => {
    const state = states[who];
    let paths = [];
    await report.part(`every page: ${who}`, async () => {
      paths = await walk(browser, platform, report, { who, state, first, shots: values.shots, depth, known });
    });
    if (depth === "glance") return;
    await large(grown, platform, report, { who, state, paths });
    await report.part(`by keyboard: ${who}`, () => keyboard(browser, platform, report, { who, state, paths, quick, kinds }));
  });
  await together(platform.shape === "split" ? 1 : AT_ONCE, roles);
}

/** One platform, from its start to its end. */
async function on(browser, name, start, run) {
  if (values.shape && values.shape !== name.split(",")[0]) return;
  console.log(`== ${name}`);
  report.where = name;
  const platform = await start();
  try {
    await run(platform);
  } finally {
    report.holds(await platform.end(), "every process drains and ends cleanly");
  }
}

const browser = await launch();
report.browser = browser;
const grown = await launchLarge();
try {
  await report.part("the checks themselves", async () => {
    await itself(browser, report);
    await pixelsThemselves(browser, report);
    await largeItself(browser, report);
    await paperItself(browser, report);
  });
  await on(browser, "all-in-one", () => Platform.start(values.program), (platform) => look(browser, platform, quick ? "quick" : "full"));
  await on(browser, "split", () => Stage.start(values.stage, "split", values.program), (platform) => look(browser, platform, quick ? "glance" : "full"));
  if (wanted("down")) {
    await on(browser, "all-in-one, with stores that fail", () => Stage.start(values.stage, "all-in-one", values.failing), async (platform) => {
      const states = await everybody(browser, platform);
      await failing(browser, platform, report, states.care_staff, quick);
    });
  }
} finally {
  await Promise.all([browser.close(), grown.close()]);
}
console.log(`${report.checks} checks, ${report.wrong.length} of them not so`);
process.exit(report.wrong.length > 0 ? 1 : 0);
