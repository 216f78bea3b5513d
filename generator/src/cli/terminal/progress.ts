/** Shows the progress of a run in a terminal after one second. Prints nothing elsewhere or in CI. */
export class Progress {
  readonly #shows: boolean;
  readonly #start = performance.now();
  #last = 0;
  #drawn = false;

  constructor(readonly stream: NodeJS.WriteStream = process.stderr) {
    const ci = process.env["CI"];
    this.#shows = stream.isTTY && (ci === undefined || ci === "" || ci === "false");
  }

  update(stage: string, done: number, total: number): void {
    if (!this.#shows) return;
    const now = performance.now();
    if (now - this.#start < 1000 || now - this.#last < 80) return;
    this.#last = now;
    this.#drawn = true;
    this.stream.write(`\r\u001b[K${stage}${total > 1 ? ` ${done}/${total}` : " …"}`);
  }

  end(): void {
    if (this.#drawn) this.stream.write("\r\u001b[K");
    this.#drawn = false;
  }
}
