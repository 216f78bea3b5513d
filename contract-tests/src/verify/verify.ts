import { isAddress, isThere, publicAddress, readUsageManifests, UsageError, UsedParts } from "tallystick";
import { plain, type ApiModel, type Operation } from "tallystick/model";
import { applyBaseline, readBaseline, updateBaseline } from "../baseline/baseline.js";
import { scriptOf, type ScriptContext } from "../cases/script.js";
import { shownPath } from "../shown-path.js";
import { neverObserved } from "../coverage/never-observed.js";
import { inOrder, toFinding } from "../findings/collect.js";
import { findingClasses, type Finding } from "../findings/finding.js";
import { withoutRepeated } from "../findings/without-repeated.js";
import type { Locator } from "../locator.js";
import { compileRules } from "../observe/compile-rules.js";
import { makeReport, type NotExercised } from "../report/make-report.js";
import { observedOf } from "../report/observed.js";
import { readingOptions, type Report } from "../report/report.js";
import { suggest } from "../suggest/suggest.js";
import type { VerifyOptions } from "./options.js";
import { completeIdentities, credentialFree, invalidCredentials, partialIdentities } from "./credentials.js";
import { openDocument } from "../open-document.js";
import type { Pool } from "../explore/pool.js";
import { baseChecks, httpAddress } from "./base-url.js";
import { checkWriteRules } from "../explore/writes.js";
import { createLawRunner } from "../explore/law-runner.js";
import { planRun, type Plan } from "../explore/plan.js";
import { noParams, readParams } from "./requests/params.js";
import { rulesOf, Run } from "./run.js";
import { openArazzo } from "./run-arazzo.js";
import { selectOperations } from "./select.js";
import { shardOf } from "./shard.js";
import { specDefects } from "./spec-defects.js";

/** The result of a verification besides its report, for further reports and tests. */
export interface Verification {
  /** Further inputs of scripts and workflows. */
  readonly caseContext: Pick<ScriptContext, "baseUrl" | "credentials" | "common" | "invalid">;
  readonly report: Report;
  readonly model: ApiModel;
  readonly locator: Locator;
  readonly notExercised: readonly NotExercised[];
  readonly filledFrom: ReadonlyMap<Operation, Readonly<Record<string, string>>>;
  /** The values of a live run's responses. */
  readonly pool?: Pool;
}

/** Verifies recorded or live traffic against a document. Throws a `UsageError` if it cannot start. */
export async function verify(options: VerifyOptions): Promise<Report> {
  return (await verifyInFull(options)).report;
}

export async function verifyInFull(given: VerifyOptions): Promise<Verification> {
  checkWriteRules(given);
  const options = withShownPaths(given);
  const began = Date.now();
  const startedAt = (options.now ?? new Date(began)).toISOString();
  const { model, document, locator, errors, idle } = await openDocument(options);
  const uses = await usedPartsOf(options.usage);
  const compiled = await compileRules(model);
  const selected = selectOperations(model, options);
  const shard = shardOf(options, model);
  const operations = selected.filter(({ key }) => shard?.owns(key) !== false);
  const run = new Run(options, model, compiled, operations, await openArazzo(options, model), shard);
  await run.collect();

  const { missing, coverage } = neverObserved(model, run.observer.observations, operations, uses);
  for (const one of [...missing, ...specDefects(model, compiled, selected)]) run.observer.findings.add(one);
  const found = run.observer.findings.all().filter((one) => run.isSelected(one));
  const reported = new Set(withoutRepeated(found.map(({ first }) => first)));
  const gathered = found.filter(({ first }) => reported.has(first));
  const { cleaner } = run.observer;
  let findings: readonly Finding[] = gathered.map((one) =>
    cleaner.clean(toFinding(one, locator.locate(one.first.schemaPath), suggest({ model, document: document.root.value, gathered: one }))),
  );

  const caseContext = caseContextOf(options, model);
  findings = await Promise.all(
    findings.map(async (finding) =>
      finding.sequence === undefined ? finding : { ...finding, script: await scriptOf(finding.sequence, { ...caseContext, model }) },
    ),
  );
  const today = startedAt.slice(0, 10);
  const durationMs = Date.now() - began;
  let baseline: Report["baseline"];
  if (options.baseline !== undefined) {
    const isNew = options.updateBaseline === true && !isThere(options.baseline);
    const entries = isNew ? [] : await readBaseline(options.baseline);
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
    spec: { path: isAddress(options.spec) ? publicAddress(options.spec) : options.spec, ...readingOf(options) },
    target: run.target,
    startedAt,
    durationMs,
    runs: [{ id: run.id, kind: run.target.kind, ...(shard && { shard: { index: shard.index, count: shard.count } }), startedAt, durationMs }],
    tried: run.tried,
    observed: (schemas) =>
      observedOf(run.observer, schemas, {
        ...run,
        unmatched: run.unmatched.map(cleaner.cleanNote),
        isLive: run.target.kind === "live",
        isNegative: options.negative === true,
        laws: run.laws,
      }),
    operations,
    observations: run.observer.observations,
    coverage,
    findings: inOrder(findings, findingClasses),
    interactions: run.observer.interactions,
    ignored: run.observer.ignored,
    notExercised: run.notExercised,
    filledFrom: run.filledFrom,
    notes: [...noteOf(errors), ...idle.map(({ message, help }) => plain(`${message} ${help}`, Infinity)), ...run.notes.map(cleaner.cleanNote)],
    interrupted: options.signal?.aborted === true,
    ...(baseline === undefined ? {} : { baseline }),
    ...(run.exploration === undefined ? {} : { exploration: run.exploration }),
    ...(run.provenance.length === 0 ? {} : { recordings: run.provenance }),
  });
  const { notExercised, filledFrom, pool } = run;
  return { report, model, locator, notExercised, filledFrom, caseContext, ...(pool && { pool }) };
}

/** How the document was read, for the report. */
function readingOf({ overlays = [], ...options }: VerifyOptions): Pick<Report["spec"], "overlays" | "options"> {
  const given = readingOptions.filter((name) => options[name] === true);
  return {
    ...(overlays.length > 0 && { overlays: overlays.map(shownPath) }),
    ...(given.length > 0 && { options: Object.fromEntries(given.map((name) => [name, true])) }),
  };
}

/** The uses of consumers, from their manifests. Throws a `UsageError` if one cannot be read. */
async function usedPartsOf(names: readonly string[] | undefined): Promise<UsedParts | undefined> {
  if (names === undefined) return undefined;
  const { manifests, problems } = await readUsageManifests(names);
  for (const { code, problem, ...details } of problems) throw new UsageError(problem, { code, ...details });
  return new UsedParts(manifests);
}

/** The requests that `verify` with these options would send. Sends nothing. */
export async function planVerification(options: VerifyOptions): Promise<Plan> {
  checkWriteRules(options);
  const { model } = await openDocument(options);
  const compiled = await compileRules(model);
  const shard = shardOf(options, model);
  const operations = selectOperations(model, options).filter(({ key }) => shard?.owns(key) !== false);
  const params = typeof options.params === "string" ? await readParams(options.params, model) : (options.params ?? noParams);
  const rules = rulesOf(options, operations);
  const laws = createLawRunner({ without: options.withoutLaws ?? [] });
  const checks = options.baseUrl === undefined ? [] : await baseChecks(model, httpAddress(options.baseUrl), operations, params);
  return planRun({ model, compiled, params, rules, operations, negative: options.negative === true, laws, checks });
}

/** Names of the headers that carry credentials, never their values. */
function caseContextOf({ baseUrl = "", headers = {}, identities }: VerifyOptions, model: ApiModel): Verification["caseContext"] {
  const all = Object.entries({ main: headers, ...partialIdentities(model, headers), ...completeIdentities(model, headers, identities) });
  const common = credentialFree(model, { method: "GET", url: "http://localhost", headers: Object.entries(headers) });
  return {
    baseUrl,
    common: common.headers.map(([name]) => name),
    invalid: invalidCredentials(model, headers),
    credentials: new Map(all.map(([name, given]) => [name, Object.keys(given)])),
  };
}

/** The options with the paths that the report shows. */
function withShownPaths(options: VerifyOptions): VerifyOptions {
  const { spec, har, recordings, baseline } = options;
  return {
    ...options,
    spec: shownPath(spec),
    ...(har !== undefined && { har: har.map(shownPath) }),
    ...(recordings !== undefined && { recordings: shownPath(recordings) }),
    ...(baseline !== undefined && { baseline: shownPath(baseline) }),
  };
}

/** Errors of the document are shown next to the verdict, because undocumented parts are not verified. */
function noteOf([first, ...more]: readonly string[]): readonly string[] {
  if (first === undefined) return [];
  return [`The document has ${more.length + 1} ${more.length === 0 ? "error" : "errors"}. The parts with errors were not checked. ${first}`];
}
