// A line between a browser and the platform that can be cut, or go quiet, as real networks do.

import { createServer, connect } from "node:net";

export class Line {
  static async to(platform) {
    const line = new Line();
    const { port } = new URL(platform.url);
    line.pairs = new Set();
    /** The first words of every request on its own connection, and of those after it. */
    line.heard = [];
    line.isCut = false;
    line.isQuiet = false;
    line.server = createServer((near) => {
      if (line.isCut) return near.destroy();
      const far = connect(Number(port), "127.0.0.1");
      const pair = [near, far];
      line.pairs.add(pair);
      const end = () => {
        line.pairs.delete(pair);
        pair.forEach((one) => one.destroy());
      };
      for (const one of pair) one.on("error", end).on("close", end);
      near.on("data", (bytes) => line.heard.push(bytes.toString("latin1", 0, 200)));
      near.pipe(far).pipe(near);
      if (line.isQuiet) far.pause();
    });
    await new Promise((resolve) => line.server.listen(0, "127.0.0.1", resolve));
    line.url = `http://127.0.0.1:${line.server.address().port}`;
    return line;
  }

  /** Every connection ends, and nobody is reached. */
  cut() {
    this.isCut = true;
    for (const [near] of this.pairs) near.destroy();
  }

  /** What is asked arrives; of the answers nothing more does. Nobody is told. */
  quiet() {
    this.isQuiet = true;
    for (const [near, far] of this.pairs) {
      far.unpipe(near);
      far.pause();
    }
  }

  /** The line is whole again, for whoever connects from now on. */
  mend() {
    this.isCut = false;
    if (this.isQuiet) for (const [near] of this.pairs) near.destroy();
    this.isQuiet = false;
  }

  async end() {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
