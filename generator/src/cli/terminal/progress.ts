/** Shows the progress of a run in a terminal. Prints nothing elsewhere or in CI. */
export class Progress {
  readonly #shows: boolean;
  readonly #start = performance.now();
  #last = 0;
  #stage = "";
  #drawn = false;

  /** @param delay Milliseconds without output: most runs end before. A stage that blocks the process must be shown when it starts. */
  constructor(
    readonly stream: NodeJS.WriteStream = process.stderr,
    private readonly delay = 1000,
  ) {
    const ci = process.env["CI"];
    this.#shows = stream.isTTY && (ci === undefined || ci === "" || ci === "false");
  }

  update(stage: string, done: number, total: number): void {
    if (!this.#shows) return;
    const now = performance.now();
    if (now - this.#start < this.delay || (stage === this.#stage && now - this.#last < 80)) return;
    this.#stage = stage;
    this.#last = now;
    this.#drawn = true;
    this.stream.write(`\r\u001b[K${stage}${total > 1 ? ` ${done}/${total}` : " …"}`);
  }

  end(): void {
    if (this.#drawn) this.stream.write("\r\u001b[K");
    this.#drawn = false;
  }
}
