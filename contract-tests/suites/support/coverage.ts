import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import type { JudgedDocument } from "./document.js";
import type { Verdict } from "./judge.js";
import type { Scenario } from "./scenario.js";
import { suiteFolder } from "./scenarios.js";

export const reportsFolder: string = process.env["TALLYSTICK_REPORTS"] || fileURLToPath(new URL("../../../reports/contract", import.meta.url));

/** Which operations, statuses and media types the scenarios have shown. */
export class Coverage {
  readonly #seen = new Set<string>();
  readonly #deviations = new Set<string>();
  #interactions = 0;

  constructor(readonly document: JudgedDocument) {}

  add({ operation, status, mediaType }: Verdict, { deviations = [] }: Scenario): void {
    this.#seen.add(`${operation.id} ${String(status)} ${mediaType}`);
    for (const id of deviations) this.#deviations.add(id);
    this.#interactions += 1;
  }

  /** What the document has and no scenario has shown. */
  missing(): string[] {
    const missing: string[] = [];
    for (const { id, responses } of this.document.operations.values()) {
      for (const [status, bodies] of responses)
        for (const mediaType of bodies.keys())
          if (!this.#seen.has(`${id} ${String(status)} ${mediaType}`)) missing.push(`${id} ${String(status)} ${mediaType}`);
    }
    return missing.toSorted();
  }

  /** Where `not-covered.yaml` and what was shown are not the same: something that it does not mention, or that it need not mention any more. */
  async unexplained(): Promise<string[]> {
    const text = await readFile(join(suiteFolder, "not-covered.yaml"), "utf8");
    const listed = (parse(text) as readonly { reason: string; responses: readonly string[] }[]).flatMap(({ responses }) => responses);
    const missing = this.missing();
    return [
      ...missing
        .filter((response) => !listed.some((pattern) => matches(pattern, response)))
        .map((response) => `not covered and not listed: ${response}`),
      ...listed
        .filter(
          (pattern) => !missing.some((response) => matches(pattern, response)) || [...this.#seen].some((response) => matches(pattern, response)),
        )
        .map((pattern) => `listed and covered: ${pattern}`),
    ];
  }

  /** Writes the numbers for the output of `npm start`. */
  async write(mode: "recorded" | "live", notTried: readonly { readonly title: string; readonly reason: string }[] = []): Promise<void> {
    const statuses = [...this.document.operations.values()].flatMap(({ id, responses }) =>
      [...responses.keys()].map((status) => `${id} ${String(status)}`),
    );
    const visited = new Set([...this.#seen].map((key) => key.split(" ").slice(0, 2).join(" ")));
    const operations = new Set([...visited].map((key) => key.split(" ")[0]));
    const numbers = {
      operations: { seen: operations.size, documented: this.document.operations.size },
      statuses: { seen: statuses.filter((status) => visited.has(status)).length, documented: statuses.length },
      interactions: this.#interactions,
      notCovered: this.missing().length,
      deviations: [...this.#deviations].toSorted(),
      notTried,
    };
    await mkdir(reportsFolder, { recursive: true });
    await writeFile(join(reportsFolder, `${mode}.json`), `${JSON.stringify(numbers, undefined, 2)}\n`);
  }
}

/** `* 400 text/html` stands for the operation and every other. */
function matches(pattern: string, response: string): boolean {
  const [one, other] = [pattern.split(" "), response.split(" ")];
  return one.length === other.length && one.every((word, index) => word === "*" || word === other[index]);
}
