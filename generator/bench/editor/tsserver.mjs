import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const program = join(dirname(createRequire(import.meta.url).resolve("typescript")), "tsserver.js");

/** TypeScript's server, spoken to as an editor does. */
export class TypeScriptServer {
  #child = spawn(process.execPath, [program, "--disableAutomaticTypingAcquisition"], { stdio: ["pipe", "pipe", "ignore"] });
  #count = 0;
  #received = Buffer.alloc(0);
  #waiting = new Map();

  constructor() {
    this.#child.stdout.on("data", (bytes) => this.#receive(bytes));
  }

  open(file) {
    this.#send("open", { file });
  }

  /** The body of the response, with the milliseconds and the CPU seconds that it took. */
  async ask(command, parameters) {
    const before = { cpu: this.cpu(), wall: performance.now() };
    const response = new Promise((resolve) => this.#waiting.set(this.#send(command, parameters), resolve));
    const { body } = await response;
    return { body, cpu: this.cpu() - before.cpu, ms: performance.now() - before.wall };
  }

  /** CPU seconds so far, of all threads; 0 where the system does not tell. */
  cpu() {
    try {
      const fields = readFileSync(`/proc/${this.#child.pid}/stat`, "utf8").split(") ")[1].split(" ");
      return (Number(fields[11]) + Number(fields[12])) / 100;
    } catch {
      return 0;
    }
  }

  async close() {
    this.#child.kill();
    await once(this.#child, "exit");
  }

  #send(command, parameters) {
    this.#count += 1;
    this.#child.stdin.write(`${JSON.stringify({ seq: this.#count, type: "request", command, arguments: parameters })}\n`);
    return this.#count;
  }

  #receive(bytes) {
    this.#received = Buffer.concat([this.#received, bytes]);
    for (;;) {
      const start = this.#received.indexOf("\r\n\r\n");
      const length = Number(/Content-Length: (\d+)/.exec(this.#received.subarray(0, start).toString())?.[1]);
      if (start < 0 || this.#received.length < start + 4 + length) return;
      const message = JSON.parse(this.#received.subarray(start + 4, start + 4 + length).toString());
      this.#received = this.#received.subarray(start + 4 + length);
      if (message.type === "response") this.#waiting.get(message.request_seq)?.(message);
    }
  }
}
