// A platform of this run's own: the program with its demonstration, in a directory that goes when the run ends.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { install } from "./questionnaires.js";

async function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export class Platform {
  static async start(program) {
    const directory = mkdtempSync(join(tmpdir(), "therapeutic-ai-browser-"));
    const platform = new Platform();
    platform.directory = directory;
    platform.data = join(directory, "data");
    platform.program = program;
    platform.shape = "all-in-one";
    platform.port = await freePort();
    platform.internal = await freePort();
    platform.url = `http://127.0.0.1:${platform.port}`;
    install(program, directory, platform.data);
    await platform.up();
    return platform;
  }

  /** Starts the process, and waits until the demonstration is there and the gateway answers. */
  async up() {
    const args = ["serve", "--demo", "--data-dir", this.data];
    args.push("--listen", `127.0.0.1:${this.port}`, "--internal-listen", `127.0.0.1:${this.internal}`);
    // Everybody of this run has one address, and the walk fails more often in a minute than a household may.
    // And who is played here presses faster than anybody does.
    const env = { ...process.env, THERAPEUTIC_AI_API_GATEWAY__ANONYMOUS_PER_MINUTE: "6000", THERAPEUTIC_AI_API_GATEWAY__REQUESTS_PER_MINUTE: "6000" };
    this.process = spawn(this.program, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    const hear = (bytes) => (said += bytes);
    this.process.stdout.on("data", hear);
    this.process.stderr.on("data", hear);
    let ended = false;
    this.process.once("exit", () => (ended = true));
    this.said = () => said;
    await until("the platform", async () => {
      if (ended) throw new Error(`the platform ended:\n${said}`);
      return existsSync(join(this.data, "demo.json")) && (await answers(`${this.url}/help`));
    });
    this.demo = JSON.parse(readFileSync(join(this.data, "demo.json"), "utf8"));
  }

  /** It is installed from the start. */
  async installs() {}

  account(role, scope) {
    return accountOf(this.demo, role, scope);
  }

  /** All in one: what ends one service ends all. */
  async kill() {
    const gone = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.kill("SIGKILL");
    await gone;
  }

  startAgain() {
    return this.up();
  }

  async down() {
    const gone = new Promise((resolve) => this.process.once("exit", resolve));
    if (this.process.exitCode === null && this.process.signalCode === null) {
      this.process.kill("SIGTERM");
      await gone;
    }
  }

  async end() {
    await this.down();
    rmSync(this.directory, { recursive: true, force: true });
    return true;
  }
}

/** Who of the demonstration has a role, with a scope or without any. */
export const accountOf = (demo, role, scope) =>
  demo.accounts.find((one) => one.role === role && (one.scopes ?? []).includes(scope) === !!scope);

async function answers(url) {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

/** Waits for a condition, not for a length of time. */
export async function until(what, condition, most = 60_000) {
  const end = Date.now() + most;
  for (;;) {
    const found = await condition();
    if (found) return found;
    if (Date.now() > end) throw new Error(`${what} did not come within ${most} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
