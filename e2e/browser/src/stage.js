// A platform in either shape, started by the end-to-end tests' own program: services can be killed and started again
// by name, and stores made to fail.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { accountOf } from "./platform.js";
import { install } from "./questionnaires.js";

export class Stage {
  static async start(stage, shape, program) {
    const one = new Stage();
    one.shape = shape;
    one.program = program;
    one.process = spawn(stage, [shape, program], { stdio: ["pipe", "pipe", "pipe"] });
    one.said = "";
    one.process.stderr.on("data", (bytes) => (one.said += bytes));
    one.waiting = [];
    one.ended = new Promise((resolve) => one.process.once("exit", resolve));
    one.ended.then((code) => one.waiting.splice(0).forEach(([, reject]) => reject(new Error(`the stage ended with ${code}:\n${one.said}`))));
    createInterface({ input: one.process.stdout }).on("line", (line) => one.waiting.shift()?.[0](JSON.parse(line)));
    one.demo = await one.answer();
    one.url = one.demo.base_url;
    return one;
  }

  answer() {
    return new Promise((resolve, reject) => this.waiting.push([resolve, reject]));
  }

  /** Gives an order, and waits until it is obeyed. */
  async order(words) {
    const answer = this.answer();
    this.process.stdin.write(`${words}\n`);
    return answer;
  }

  /** Installs a questionnaire where the companion looks for it, which reads them when it starts. */
  async installs() {
    const { data_dir: data } = await this.order("where ai-gateway");
    await this.kill("ai-gateway");
    install(this.program, data, data);
    await this.startAgain("ai-gateway");
  }

  /** SIGKILL. All in one that is everything. */
  kill(service) {
    return this.order(`kill ${service}`);
  }

  startAgain(service) {
    return this.order(`start ${service}`);
  }

  fail(store, how) {
    return this.order(`fail ${store} ${how}`);
  }

  heal() {
    return this.order("heal");
  }

  account(role, scope) {
    return accountOf(this.demo, role, scope);
  }

  /** The gateway goes, and with it the pages. */
  down() {
    return this.kill("api-gateway");
  }

  up() {
    return this.startAgain("api-gateway");
  }

  /** Stops everything. Whether all of it drained and ended cleanly. */
  async end() {
    this.process.stdin.end();
    return (await this.ended) === 0;
  }
}
