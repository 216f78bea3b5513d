import { dirname, join, resolve } from "node:path";
import { isAddress, projectFolder, Root, UsageError } from "tallystick";
import { placeKey, type ApiModel } from "tallystick/model";
import { Library, pathOf, type WorkflowAt } from "../arazzo/library.js";
import { readArazzo } from "../arazzo/read-arazzo.js";
import { WorkflowRunner, type FailedStep } from "../arazzo/run-workflows.js";
import type { Observer } from "../observe/observe.js";
import { createSender, type Sender } from "../traffic/send/sender.js";
import { safeMethods } from "./methods.js";
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
  const selected = library.selected(options.workflows ?? []);
  refuseWrites(library, selected, options);
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
    document.refuse(`The document "${source.url}" is outside the project. Name it with --spec.`, source.at);
  return spec;
}

/** Without a level of writes, a document with one unsafe step is not run at all. */
function refuseWrites(library: Library, selected: readonly WorkflowAt[], { writes = "none" }: VerifyOptions): void {
  if (writes !== "none") return;
  const unsafe = library.operations(selected).find(({ operation }) => !safeMethods.includes(operation.method));
  if (unsafe === undefined) return;
  const { document } = unsafe.one;
  const { step, operation } = unsafe;
  const sentence = `The step "${step.id}" sends ${operation.key}, which can change the server, but --writes is none. Add --writes own or --writes all.`;
  document.refuse(sentence, step.target.at);
}

interface RunParts {
  readonly model: ApiModel;
  readonly options: VerifyOptions;
  readonly baseUrl: string;
  readonly observer: Observer;
  readonly sender: Sender;
}

/** Runs the workflows. Every exchange goes through the observer; a step that fails is a finding. */
export async function runArazzo({ library, selected }: Workflows, { model, options, baseUrl, observer, sender }: RunParts): Promise<void> {
  const limited = new Map<number, Sender>();
  const within = (timeoutMs: number | undefined): Sender => {
    if (timeoutMs === undefined || timeoutMs >= (options.timeout ?? 10_000)) return sender;
    const known = limited.get(timeoutMs) ?? createSender({ baseUrl, timeoutMs, ...(options.signal && { signal: options.signal }) });
    limited.set(timeoutMs, known);
    return known;
  };
  let count = 0;
  const runner = new WorkflowRunner({
    model,
    library,
    baseUrl,
    headers: options.headers ?? {},
    inputs: options.inputs ?? {},
    ...(options.signal && { signal: options.signal }),
    send: (request, timeoutMs) => within(timeoutMs).send(request, `live#${++count}`),
    onExchange: (operation, interaction) => observer.observe(interaction, { operation }),
    onFailure: (failed) => addFailure(observer, failed),
  });
  try {
    await runner.run(selected);
  } finally {
    for (const each of limited.values()) await each.close();
  }
}

function addFailure(observer: Observer, { position, workflow, step, operation, reason, interaction }: FailedStep): void {
  const status = interaction?.response?.status;
  observer.findings.add({
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
    ...(interaction && { interaction: interaction.origin }),
  });
}
