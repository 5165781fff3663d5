// What was checked and what was found.

export class Report {
  constructor() {
    this.wrong = [];
    this.checks = 0;
  }

  /** One thing that must hold. */
  holds(condition, what) {
    this.checks += 1;
    if (!condition) {
      this.wrong.push(what);
      console.log(`  not so: ${what}`);
    }
    return !!condition;
  }

  async part(name, run) {
    const start = Date.now();
    const before = this.wrong.length;
    try {
      await run();
    } catch (error) {
      this.wrong.push(`${name}: ${error.message}`);
      console.log(`  broke off: ${error.stack}`);
      await this.open();
    }
    const bad = this.wrong.length - before;
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
