// What was checked and what was found.

import { AsyncLocalStorage } from "node:async_hooks";

/** The part that is run: parts may run at the same time. */
const running = new AsyncLocalStorage();

/** Runs tasks, so many of them at a time. */
export async function together(most, tasks) {
  const waiting = [...tasks];
  const work = async () => {
    for (let task = waiting.shift(); task; task = waiting.shift()) await task();
  };
  await Promise.all(Array.from({ length: most }, work));
}

export class Report {
  constructor() {
    this.wrong = [];
    this.checks = 0;
  }

  /** A browser context of the part that runs: it ends with that part, should the part break off. Says whether the part goes
   * on: what a page complains of after that is of a platform that may have ended. */
  opened(context) {
    const part = running.getStore();
    part?.contexts.add(context);
    return () => !part?.over;
  }

  /** One thing that must hold. */
  holds(condition, what) {
    this.checks += 1;
    if (!condition) {
      this.wrong.push(what);
      const part = running.getStore();
      if (part) part.bad += 1;
      console.log(`  not so: ${what}`);
    }
    return !!condition;
  }

  async part(name, run) {
    const start = Date.now();
    const part = { bad: 0, over: false, contexts: new Set() };
    try {
      await running.run(part, run);
    } catch (error) {
      part.bad += 1;
      this.wrong.push(`${name}: ${error.message}`);
      console.log(`  broke off: ${error.stack}`);
      await this.open();
      for (const context of part.contexts) await context.close();
    }
    part.over = true;
    const { bad } = part;
    console.log(`${bad ? "WRONG" : "ok   "} ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)${bad ? `, ${bad} things` : ""}`);
  }

  /** Where it broke off: the pages that are open, and what they call themselves. */
  async open() {
    for (const page of this.browser?.contexts().flatMap((context) => context.pages()) ?? []) {
      const title = await page.title().catch(() => "a page that does not answer");
      console.log(`    open: ${page.url()} (${title})`);
    }
  }
}
