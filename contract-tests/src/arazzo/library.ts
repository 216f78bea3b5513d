import { dirname, join, resolve } from "node:path";
import { isAddress, projectFolder, Root, unreadSentence } from "tallystick";
import { tokens, type ApiModel, type Operation } from "tallystick/model";
import type { Action, ArazzoDocument, Criterion, Named, SourceDescription, Step, Workflow } from "./document.js";
import type { Expression } from "./expression.js";
import { parseArazzo } from "./read-arazzo.js";
import { expressionsOf } from "./template.js";

/** A workflow and the document that it is part of. */
export interface WorkflowAt {
  readonly document: ArazzoDocument;
  readonly workflow: Workflow;
}

/** An Arazzo document with those that it refers to, and the operations that its steps name. */
export class Library {
  readonly #others: ReadonlyMap<ArazzoDocument, ReadonlyMap<string, ArazzoDocument>>;

  /** @param spec Path of the OpenAPI document that is verified. */
  constructor(
    readonly root: ArazzoDocument,
    private readonly model: ApiModel,
    private readonly spec: string,
  ) {
    this.#others = readOthers(root);
  }

  /**
   * The workflows to run, in order: the named ones, or those that no other workflow calls. All their references are resolved, so that
   * an error is reported before the first request.
   */
  selected(names: readonly string[]): readonly WorkflowAt[] {
    const all = [...this.root.workflows.values()].map((workflow) => ({ document: this.root, workflow }));
    for (const name of names)
      if (!this.root.workflows.has(name))
        this.root.refuse(`Unknown workflow "${name}". Available: ${[...this.root.workflows.keys()].join(", ")}.`, undefined);
    const calledIn = (one: WorkflowAt): readonly Workflow[] => this.#called(one).map(({ workflow }) => workflow);
    const called = new Set(all.flatMap((one) => calledIn(one).filter((each) => each !== one.workflow)));
    const roots = all.filter(({ workflow }) => (names.length > 0 ? names.includes(workflow.id) : !called.has(workflow)));
    const selected = roots.length > 0 ? roots : all;
    for (const one of this.reachable(selected)) this.#check(one);
    return selected;
  }

  /** Workflows and all that they call or depend on, each once. */
  reachable(from: readonly WorkflowAt[]): readonly WorkflowAt[] {
    const found = new Map<Workflow, WorkflowAt>();
    const waiting = [...from];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (found.has(next.workflow)) continue;
      found.set(next.workflow, next);
      const { document, workflow } = next;
      waiting.push(...this.#called(next), ...workflow.dependsOn.map((name) => this.workflow(document, name)));
    }
    return [...found.values()];
  }

  /** Steps that send requests, with their operations. */
  operations(from: readonly WorkflowAt[]): readonly { readonly one: WorkflowAt; readonly step: Step; readonly operation: Operation }[] {
    return this.reachable(from).flatMap((one) =>
      one.workflow.steps.flatMap((step) => {
        const target = this.target(one, step);
        return "workflow" in target ? [] : [{ one, step, operation: target }];
      }),
    );
  }

  workflow(document: ArazzoDocument, { text, at }: Named): WorkflowAt {
    const [, source, id = text] = /^\$sourceDescriptions\.([\w-]+)\.(.+)$/.exec(text) ?? [];
    const other = source === undefined ? document : this.#others.get(document)?.get(source);
    if (other === undefined) return document.refuse(`"${source}" is not a source description of type "arazzo".`, at);
    // Redocly's examples write `NAME.workflows.ID`.
    const workflow = other.workflows.get(id) ?? other.workflows.get(id.replace(/^workflows\./, ""));
    if (workflow === undefined) return document.refuse(`Unknown workflow "${text}".`, at);
    return { document: other, workflow };
  }

  /** Index of a step in its workflow. */
  step({ document, workflow }: WorkflowAt, { text, at }: Named): number {
    const index = workflow.steps.findIndex(({ id }) => id === text);
    return index >= 0 ? index : document.refuse(`The workflow "${workflow.id}" has no step "${text}".`, at);
  }

  /** The action of a step. */
  target(one: WorkflowAt, { target }: Step): Operation | WorkflowAt {
    const { document } = one;
    const { kind, text, at } = target;
    if (kind === "workflowId") return this.workflow(document, target);
    const [, source, rest] =
      (kind === "operationId" ? /^\$sourceDescriptions\.([\w-]+)\.(.+)$/s : /^\{?\$sourceDescriptions\.([\w-]+)(?:\.url)?\}?#(\/.*)$/s).exec(text) ??
      [];
    if (kind === "operationPath" && rest === undefined)
      return document.refuse(`"${text}" is not an operation path. Write it as '{$sourceDescriptions.NAME.url}#/paths/~1things/get'.`, at);
    // Redocly's examples write `NAME.operationId` without the rest of the expression.
    const [, named, id] = kind === "operationId" && rest === undefined ? (/^([\w-]+)\.(.+)$/s.exec(text) ?? []) : [];
    const isNamed = named !== undefined && document.sources.get(named)?.type === "openapi" && !this.#has(text);
    this.#mustBeVerified(document, isNamed ? named : source, at);
    const wanted = rest ?? (isNamed ? id : undefined) ?? text;
    const operations = this.model.operations.filter((operation) => operation.kind === "path");
    const found =
      kind === "operationId" ? operations.find(({ operationId }) => operationId === wanted) : operations.find((operation) => isAt(operation, wanted));
    return found ?? document.refuse(`The OpenAPI document has no operation "${wanted}".`, at);
  }

  #has(id: string): boolean {
    return this.model.operations.some(({ operationId }) => operationId === id);
  }

  /** Operations of another OpenAPI document than the one that is verified are not known. */
  #mustBeVerified(document: ArazzoDocument, name: string | undefined, at: number | undefined): void {
    const apis = [...document.sources.values()].filter(({ type }) => type === "openapi");
    const source = name === undefined ? undefined : document.sources.get(name);
    if (name !== undefined && source?.type !== "openapi") document.refuse(`"${name}" is not a source description of type "openapi".`, at);
    if (apis.length <= 1) return;
    const verified = apis.find((each) => this.#isVerified(document, each));
    if (source !== undefined && source !== verified)
      document.refuse(`"${name}" is not the document of --spec. A run verifies one OpenAPI document.`, at);
    if (source === undefined && verified === undefined)
      document.refuse("The document of --spec is not among the source descriptions. Name the source description in front of the operationId.", at);
  }

  #isVerified(document: ArazzoDocument, { url }: SourceDescription): boolean {
    if (isAddress(url) || isAddress(this.spec)) return url === this.spec;
    return resolve(dirname(document.path), pathOf(url)) === resolve(this.spec);
  }

  #called({ document, workflow }: WorkflowAt): readonly WorkflowAt[] {
    const actions = workflow.steps.flatMap(({ onSuccess, onFailure }) => [...onSuccess, ...onFailure]);
    const names = [
      ...workflow.steps.flatMap(({ target }) => (target.kind === "workflowId" ? [target] : [])),
      ...actions.flatMap(({ to }) => (to?.kind === "workflow" ? [to] : [])),
    ];
    return names.map((name) => this.workflow(document, name));
  }

  /** Rejects unresolved references. */
  #check(one: WorkflowAt): void {
    const { document, workflow } = one;
    for (const step of workflow.steps) {
      const target = this.target(one, step);
      if (!("workflow" in target)) checkParameters(document, step, target);
      for (const name of step.dependsOn) if (!name.text.startsWith("$")) this.step(one, name);
      for (const { to } of [...step.onSuccess, ...step.onFailure]) if (to?.kind === "step") this.step(one, to);
      for (const expression of expressionsIn(step)) this.#checkExpression(one, expression, step.at);
    }
    for (const template of workflow.outputs.values())
      for (const expression of expressionsOf(template)) this.#checkExpression(one, expression, workflow.at);
  }

  #checkExpression({ document, workflow }: WorkflowAt, { text, source }: Expression, at: number | undefined): void {
    if (source.kind === "step" && !workflow.steps.some(({ id }) => id === source.step))
      document.refuse(`"${text}": the workflow "${workflow.id}" has no step "${source.step}".`, at);
    if (source.kind === "workflow" && !document.workflows.has(source.workflow))
      document.refuse(`"${text}": unknown workflow "${source.workflow}".`, at);
    if (source.kind === "source" && !document.sources.has(source.name))
      document.refuse(`"${text}": unknown source description "${source.name}".`, at);
  }
}

function checkParameters(document: ArazzoDocument, { parameters, at }: Step, operation: Operation): void {
  const names: readonly string[] = operation.path.match(/\{[^{}]*\}/g) ?? [];
  for (const name of operation.parameters.flatMap((one) => (one.in === "path" && names.includes(`{${one.name}}`) ? [one.name] : [])))
    if (!parameters.some((one) => one.in === "path" && one.name === name))
      document.refuse(`The path parameter "${name}" of ${operation.key} has no value.`, at);
  for (const { name, in: location, at: place } of parameters)
    if (location === "path" && !operation.parameters.some((one) => one.in === "path" && one.name === name))
      document.refuse(`${operation.key} has no path parameter "${name}".`, place);
}

function expressionsIn(step: Step): readonly Expression[] {
  const ofCriteria = (criteria: readonly Criterion[]): readonly Expression[] =>
    criteria.flatMap(({ test }) => (test.kind === "simple" ? test.condition.expressions : [test.context, ...expressionsOf(test.condition)]));
  const ofActions = (actions: readonly Action[]): readonly Expression[] =>
    actions.flatMap(({ criteria, parameters }) => [...ofCriteria(criteria), ...parameters.flatMap(({ value }) => expressionsOf(value))]);
  return [
    ...step.parameters.flatMap(({ value }) => expressionsOf(value)),
    ...(step.body?.payload ? expressionsOf(step.body.payload) : []),
    ...(step.body?.replacements ?? []).flatMap(({ value }) => expressionsOf(value)),
    ...ofCriteria(step.criteria),
    ...ofActions(step.onSuccess),
    ...ofActions(step.onFailure),
    ...[...step.outputs.values()].flatMap(expressionsOf),
  ];
}

/** `/paths/~1things~1{id}/get`. */
function isAt({ path, method, place }: Operation, pointer: string): boolean {
  if (place.pointer === `#${pointer}`) return true;
  const [root, template, name, ...rest] = tokens(`#${pointer}`);
  return root === "paths" && template === path && name?.toLowerCase() === method && rest.length === 0;
}

/** The path that a relative reference means. */
export function pathOf(reference: string): string {
  try {
    return decodeURIComponent(reference);
  } catch {
    return reference;
  }
}

const mostDocuments = 100;

/** The Arazzo documents that a document refers to. They are files of the same project. */
function readOthers(root: ArazzoDocument): ReadonlyMap<ArazzoDocument, ReadonlyMap<string, ArazzoDocument>> {
  const byPath = new Map([[resolve(root.path), root]]);
  const found = new Map<ArazzoDocument, ReadonlyMap<string, ArazzoDocument>>();
  const visit = (document: ArazzoDocument): void => {
    const others = new Map<string, ArazzoDocument>();
    found.set(document, others);
    for (const source of document.sources.values()) {
      if (source.type !== "arazzo") continue;
      const other = readOther(document, source, byPath);
      others.set(source.name, other);
      if (!found.has(other)) visit(other);
    }
  };
  visit(root);
  return found;
}

function readOther(document: ArazzoDocument, { url, at }: SourceDescription, byPath: Map<string, ArazzoDocument>): ArazzoDocument {
  if (isAddress(url)) return document.refuse(`"${url}" is not fetched. Save the Arazzo document next to this one.`, at);
  const folder = dirname(document.path);
  const path = join(folder, pathOf(url));
  const known = byPath.get(resolve(path));
  if (known !== undefined) return known;
  if (byPath.size >= mostDocuments) return document.refuse(`More than ${mostDocuments} Arazzo documents refer to each other.`, at);
  const read = new Root(folder, [projectFolder(folder), process.cwd()]).read(pathOf(url));
  if ("outside" in read) return document.refuse(`The file "${url}" is outside the project.`, at);
  if (!("bytes" in read)) return document.refuse(unreadSentence("Arazzo document", url, read), at);
  const other = parseArazzo(read.bytes.toString("utf8"), path);
  byPath.set(resolve(path), other);
  return other;
}
