import { showRequest } from "../findings/show.js";
import { dirname, join, resolve } from "node:path";
import { isAddress, isInShard, isThere, parseShard, projectFolder, Root, UsageError } from "tallystick";
import { placeKey, type ApiModel } from "tallystick/model";
import type { Session } from "../explore/session.js";
import { WriteGuard } from "../explore/writes.js";
import type { Findings } from "../findings/collect.js";
import { Library, pathOf, type WorkflowAt } from "../arazzo/library.js";
import { readArazzo } from "../arazzo/read-arazzo.js";
import { WorkflowRunner, type FailedStep } from "../arazzo/run-workflows.js";
import type { Sender } from "../traffic/send/sender.js";
import type { VerifyOptions } from "./options.js";

/** The workflows of an Arazzo document that a run executes. */
export interface Workflows {
  readonly library: Library;
  readonly selected: readonly WorkflowAt[];
}

/** Reads the Arazzo document, and refuses it before the first request if it cannot be run as it is written. */
export async function openArazzo(options: VerifyOptions, model: ApiModel): Promise<Workflows | undefined> {
  if (options.arazzo === undefined) return undefined;
  if (options.baseUrl === undefined) throw new UsageError("--arazzo needs --base-url URL: the server that the workflows send requests to.");
  const library = new Library(await readArazzo(options.arazzo), model, options.spec);
  const shard = options.shard === undefined ? undefined : parseShard(options.shard);
  const selected = library.selected(options.workflows ?? []).filter(({ workflow }) => shard === undefined || isInShard(workflow.id, shard));
  refuseWrites(library, selected, model, options);
  return { library, selected };
}

/** The OpenAPI document that an Arazzo document names, if it names one only. */
export async function documentOfArazzo(path: string): Promise<string> {
  const document = await readArazzo(path);
  const [source, second] = [...document.sources.values()].filter(({ type }) => type === "openapi");
  if (source === undefined || second !== undefined)
    throw new UsageError("--spec PATH is missing: the Arazzo document does not name exactly one OpenAPI document.");
  if (isAddress(source.url)) return source.url;
  const folder = dirname(path);
  const spec = join(folder, pathOf(source.url));
  if (!new Root(folder, [projectFolder(folder), process.cwd()]).holds(resolve(spec)))
    document.refuse(`The document "${source.url}" is outside the project.`, source.at, "Name it with --spec.");
  if (!isThere(spec)) document.refuse(`File not found: "${source.url}".`, source.at, "Put it next to the Arazzo document, or name it with --spec.");
  return spec;
}

/** A document with a step that the level of writes forbids whatever its values is not run at all. */
function refuseWrites(library: Library, selected: readonly WorkflowAt[], model: ApiModel, { writes = "none", allow, methods }: VerifyOptions): void {
  const guard = new WriteGuard(model, { level: writes, ...(allow && { allow }), ...(methods && { methods }) });
  for (const { one, step, operation } of library.operations(selected)) {
    const refusal = guard.refusesOperation(operation);
    if (refusal === undefined) continue;
    const add = refusal.add === undefined ? "Name other workflows with --workflow." : `Add ${refusal.add}.`;
    one.document.refuse(`The step "${step.id}" cannot send ${operation.key}: ${refusal.reason.replace(/\.$/, "")}.`, step.target.at, add);
  }
}

interface RunParts {
  readonly session: Session;
  readonly options: VerifyOptions;
  readonly findings: Findings;
  /** A sender with another timeout. */
  within(timeoutMs: number): Sender;
}

/** Runs the workflows. Every exchange is observed; a step that fails is a finding. */
export async function runArazzo({ library, selected }: Workflows, { session, options, findings, within }: RunParts): Promise<void> {
  const senders = new Map<number, Sender>();
  const runner = new WorkflowRunner({
    library,
    session,
    inputs: options.inputs ?? {},
    sendWithin: (timeoutMs) => {
      const sender = senders.get(timeoutMs) ?? within(timeoutMs);
      senders.set(timeoutMs, sender);
      return (request) => sender.send(request);
    },
    onFailure: (failed) => addFailure(findings, failed),
  });
  try {
    await runner.run(selected);
  } finally {
    for (const sender of senders.values()) await sender.close();
  }
}

function addFailure(findings: Findings, { position, workflow, step, operation, reason, interaction }: FailedStep): void {
  const status = interaction?.response?.status;
  findings.add({
    class: "workflow-failed",
    ...(operation && { operation: operation.key }),
    ...(operation?.operationId !== undefined && { operationId: operation.operationId }),
    ...(status !== undefined && { status: String(status) }),
    subject: { in: operation === undefined ? "document" : "response" },
    instancePath: "",
    path: `/${workflow}/${step}`,
    schemaPath: operation === undefined ? "#/paths" : placeKey(operation.place),
    keyword: "successCriteria",
    message: `${position}: step "${step}" of workflow "${workflow}" failed. ${reason}`,
    ...(interaction && { interaction: interaction.origin, request: showRequest(interaction.request) }),
  });
}
