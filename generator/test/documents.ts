import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { collector } from "../src/diagnostics/collect.js";
import type { Diagnostic } from "../src/diagnostics/diagnostic.js";
import type { ApiModel } from "../src/model/api.js";
import { openModel } from "../src/open-model.js";
import { plan } from "../src/plan/make-plan.js";
import type { PlanOptions } from "../src/plan/plan-options.js";
import type { Plan } from "../src/plan/plan.js";

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "tallystick-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An OpenAPI document with what a test does not care about filled in. */
export function openapi(parts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { openapi: "3.1.0", info: { title: "Test", version: "1" }, paths: {}, ...parts };
}

/** The document as a file in a folder of its own. */
export function written(document: unknown): string {
  const path = join(temporaryFolder(), "openapi.json");
  writeFileSync(path, typeof document === "string" ? document : JSON.stringify(document));
  return path;
}

export interface Planned {
  readonly model: ApiModel;
  readonly plan: Plan;
  readonly diagnostics: readonly Diagnostic[];
}

/** Model and plan of a document that has no errors. */
export async function planned(document: unknown, options: PlanOptions = {}): Promise<Planned> {
  const { model, diagnostics } = await openModel(written(document));
  if (model === undefined) throw new Error(diagnostics.map((diagnostic) => diagnostic.message).join("\n"));
  const collected = collector();
  return { model, plan: plan(model, options, collected.report), diagnostics: [...diagnostics, ...collected.diagnostics] };
}
