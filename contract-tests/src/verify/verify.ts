import { openModel, type OpenedModel } from "tallystick";
import { placeKey, type ApiModel, type Operation } from "tallystick/model";
import { applyBaseline, readBaseline, updateBaseline } from "../baseline/baseline.js";
import { neverObserved } from "../coverage/never-observed.js";
import { inOrder, toFinding } from "../findings/collect.js";
import { findingClasses, type Finding } from "../findings/finding.js";
import { Locator } from "../findings/locator.js";
import { compileRules } from "../observe/compile-rules.js";
import { makeReport } from "../report/make-report.js";
import type { Report } from "../report/report.js";
import { suggest } from "../suggest/suggest.js";
import { UsageError, type VerifyOptions } from "./options.js";
import { Run } from "./run.js";
import { selectOperations } from "./select.js";
import { specDefects } from "./spec-defects.js";
import type { NotExercised } from "./walk-server.js";

/** What a verification gives besides its report: what further reports and tests are made from. */
export interface Verification {
  readonly report: Report;
  readonly model: ApiModel;
  readonly locator: Locator;
  readonly notExercised: readonly NotExercised[];
  readonly filledFrom: ReadonlyMap<Operation, Readonly<Record<string, string>>>;
}

/** Verifies traffic, recorded or made now, against a document. Throws a `UsageError` when it cannot begin. */
export async function verify(options: VerifyOptions): Promise<Report> {
  return (await verifyInFull(options)).report;
}

export async function verifyInFull(options: VerifyOptions): Promise<Verification> {
  const began = Date.now();
  const startedAt = (options.now ?? new Date(began)).toISOString();
  const opened = await open(options);
  const { model } = opened;
  const compiled = await compileRules(model);
  const locator = new Locator(opened.sources, options.spec);
  const operations = selectOperations(model, options);
  const run = new Run(options, model, compiled, operations);
  await run.collect();

  const { missing, coverage } = neverObserved(model, run.observer.seen, operations);
  for (const one of [...missing, ...specDefects(model, compiled, operations)]) run.observer.findings.add(one);
  const gathered = run.observer.findings.all().filter((one) => run.isSelected(one));
  const { cleaner } = run.observer;
  let findings: readonly Finding[] = gathered.map((one) =>
    cleaner.clean(toFinding(one, locator.locate(one.first.schemaPath), suggest({ model, document: opened.document.root.value, gathered: one }))),
  );

  const today = startedAt.slice(0, 10);
  let baseline: Report["baseline"];
  if (options.baseline !== undefined) {
    const entries = await readBaseline(options.baseline).catch((error: unknown) => {
      if (options.updateBaseline && error instanceof UsageError && /There is no baseline/.test(error.message)) return [];
      throw error;
    });
    const applied = applyBaseline(options.baseline, entries, findings, today, (entry) => run.judges(entry));
    if (options.updateBaseline) {
      await updateBaseline(options.baseline, applied.findings, applied.report.stale, today);
      const again = applyBaseline(options.baseline, await readBaseline(options.baseline), findings, today, (entry) => run.judges(entry));
      findings = again.findings;
      baseline = again.report;
    } else {
      findings = applied.findings;
      baseline = applied.report;
    }
  }

  const report = makeReport({
    model,
    specPath: options.spec,
    target: run.target,
    startedAt,
    durationMs: Date.now() - began,
    operations,
    seen: run.observer.seen,
    coverage,
    findings: inOrder(findings, findingClasses),
    interactions: run.observer.interactions,
    ignored: run.observer.ignored,
    notExercised: run.notExercised,
    filledFrom: run.filledFrom,
    notes: run.notes,
    interrupted: options.signal?.aborted === true,
    ...(baseline === undefined ? {} : { baseline }),
    ...(run.provenance.length === 0 ? {} : { recordings: run.provenance }),
  });
  return { report, model, locator, notExercised: run.notExercised, filledFrom: run.filledFrom };
}

async function open(
  options: VerifyOptions,
): Promise<OpenedModel & { readonly model: ApiModel; readonly document: NonNullable<OpenedModel["document"]> }> {
  const opened = await openModel(options.spec, options.overlays === undefined ? {} : { overlays: options.overlays });
  if (opened.model === undefined || opened.document === undefined) {
    const errors = opened.diagnostics.filter((one) => one.severity === "error");
    const locator = new Locator(opened.sources, options.spec);
    const lines = (errors.length > 0 ? errors : opened.diagnostics).slice(0, 10).map((one) => {
      const at = one.place && locator.locate(placeKey(one.place));
      return `${at ? `${at.file}:${at.line}:${at.column} ` : ""}${one.message} ${one.help}`;
    });
    throw new UsageError(lines.join("\n") || `"${options.spec}" is not an OpenAPI document.`);
  }
  return { ...opened, model: opened.model, document: opened.document };
}
