import { collector, type Collector } from "../diagnostics/collect.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { DocumentValues } from "../load/document.js";
import { isWrittenExactly } from "../load/written-number.js";
import type { Finding } from "../load/validation/findings.js";
import { findingsOf, validation, type Validation } from "../load/validation/validate.js";
import type { ApiModel } from "../model/api.js";
import { checkWarnings } from "./check.js";
import { written } from "./written.js";

/** What is wrong with a document and only warns. Plain data. */
export interface Warned {
  /** By the schema of OpenAPI itself. */
  readonly findings: readonly Finding[];
  /** By our own rules. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Looks for all that only warns. */
export async function warningsOf(model: ApiModel, document: DocumentValues): Promise<Warned> {
  const findings = await findingsOf(document);
  const { report, diagnostics } = collector();
  checkWarnings(model, document, report);
  return { findings, diagnostics };
}

/** What only warns about a document: no stage waits for it, and it is looked for once, by whoever comes to it first. */
export class Warnings {
  readonly #model: ApiModel;
  readonly #document: DocumentValues;
  readonly #collector: Collector;
  #running: Validation | undefined;

  constructor(model: ApiModel, document: DocumentValues, to: Collector) {
    this.#model = model;
    this.#document = document;
    this.#collector = to;
  }

  /** Looks for it here. */
  begin(): void {
    if (this.#running !== undefined) return;
    checkWarnings(this.#model, this.#document, this.#collector.report);
    this.#running = validation(findingsOf(this.#document));
  }

  /** @param elsewhere Asks what somebody else has found, if nobody has begun here; `undefined` where nobody else has looked. */
  async finish(elsewhere?: () => Promise<Warned | undefined>): Promise<void> {
    const theirs = this.#running === undefined ? await elsewhere?.() : undefined;
    if (theirs === undefined) this.begin();
    else this.#take(theirs);
    await this.#running?.finish(this.#collector.report, this.#collector.diagnostics);
  }

  #take({ findings, diagnostics }: Warned): void {
    // The other thread has no texts to read how numbers are written.
    const isExact = ({ code, place }: Diagnostic): boolean => {
      const value = code === "unsafe-integer" && place !== undefined ? written(this.#document, place) : undefined;
      return place !== undefined && typeof value === "number" && isWrittenExactly(this.#document.files, value, place);
    };
    this.#collector.add(diagnostics.filter((diagnostic) => !isExact(diagnostic)));
    this.#running = validation(Promise.resolve(findings));
  }
}
