import type { Report } from "../diagnostics/diagnostic.js";
import type { ApiModel, Operation } from "../model/api.js";
import type { Schema, SchemaId } from "../model/schemas/schema.js";
import { operationSchemas } from "./schemas/operation-schemas.js";
import { closestWord } from "../algorithms/closest-word.js";
import { linksOf } from "./schemas/cycles.js";
import { matching } from "./schemas/matching.js";
import { withNestedTags } from "../model/tags.js";

/** The operations to generate; all by default. */
export interface Selection {
  /** Globs over operationIds, path templates and both with the method: `zones*`, `/accounts/**`, `GET /zones/*`. An operation needs one of them. */
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  /** An operation needs one of these tags, or a tag that is nested under one of them. */
  readonly tags?: readonly string[];
}

/** The model with the selected operations and the schemas that they reach. Without a selection the model itself: it includes components that nothing uses. */
export function select(model: ApiModel, selection: Selection, report: Report): ApiModel {
  const { include = [], exclude = [], tags = [] } = selection;
  if (include.length + exclude.length + tags.length === 0) return model;
  const included = matching(include);
  const excluded = matching(exclude);
  const nested = withNestedTags(tags, model);
  const wanted = (operation: Operation): boolean =>
    (include.length === 0 || included(operation)) &&
    (exclude.length === 0 || !excluded(operation)) &&
    (tags.length === 0 || operation.tags.some((tag) => nested.has(tag)));
  const operations = model.operations.filter(wanted);
  const webhooks = model.webhooks.filter(wanted);
  if (operations.length + webhooks.length === 0) {
    const filter = [
      ...include.map((glob) => `--include ${glob}`),
      ...exclude.map((glob) => `--exclude ${glob}`),
      ...(tags.length > 0 ? [`--tags ${tags.join(",")}`] : []),
    ].join(" ");
    const there =
      tags.length > 0 ? tagsOf(model) : model.operations.map(({ key, operationId }) => (operationId === undefined ? key : `${operationId} (${key})`));
    report("no-operation-selected", { filter, ...(there.length > 0 && { there: fewOf(there, tags.length > 0 ? "the tags " : "") }) });
  } else reportIdle(model, selection, report);
  const reached = reachable([...operations, ...webhooks], model.schemas);
  const parts = usedParts([...operations, ...webhooks]);
  const keep = <T>(kind: string, components: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
    new Map([...components].filter(([name]) => parts.has(`${kind} ${name}`)));
  return {
    ...model,
    operations,
    webhooks,
    schemas: new Map([...model.schemas].filter(([id]) => reached.has(id))),
    components: {
      ...model.components,
      schemas: new Map([...model.components.schemas].filter(([, id]) => reached.has(id))),
      parameters: keep("parameter", model.components.parameters),
      requestBodies: keep("body", model.components.requestBodies),
      responses: keep("response", model.components.responses),
      headers: keep("header", model.components.headers),
    },
  };
}

/** Reports a glob or tag that matches no operation: it is misspelled or outdated. */
function reportIdle(model: ApiModel, { include = [], exclude = [], tags = [] }: Selection, report: Report): void {
  const all = [...model.operations, ...model.webhooks];
  const globs = [...include.map((glob) => ["--include", glob] as const), ...exclude.map((glob) => ["--exclude", glob] as const)];
  for (const [option, glob] of globs) {
    if (all.some(matching([glob]))) continue;
    const suggestion = closestWord(
      glob,
      all.flatMap(({ operationId, path }) => [operationId ?? [], path].flat()),
    );
    const there = fewOf(
      model.operations.map(({ key, operationId }) => (operationId === undefined ? key : `${operationId} (${key})`)),
      "",
    );
    report("filter-without-effect", { filter: `${option} ${glob}`, ...(suggestion === undefined ? { there } : { suggestion }) });
  }
  const known = tagsOf({ operations: all });
  for (const tag of tags.filter((each) => ![...withNestedTags([each], model)].some((name) => known.includes(name)))) {
    const suggestion = closestWord(tag, known);
    report("filter-without-effect", {
      filter: `--tags ${tag}`,
      ...(suggestion === undefined ? { there: fewOf(known, "the tags ") } : { suggestion }),
    });
  }
}

function tagsOf({ operations }: Pick<ApiModel, "operations">): readonly string[] {
  return [...new Set(operations.flatMap(({ tags }) => tags))];
}

/** The first few of several, in a sentence. */
function fewOf(all: readonly string[], what: string): string {
  const most = 8;
  return `${what}${all.slice(0, most).join(", ")}${all.length > most ? ` and ${all.length - most} more` : ""}`;
}

/** Ids of all schemas that operations reach. */
export function reachable(operations: readonly Operation[], schemas: ReadonlyMap<SchemaId, Schema>): ReadonlySet<SchemaId> {
  const reached = new Set(operations.flatMap(operationSchemas).flatMap(linksOf));
  // The loop also visits members added during iteration.
  for (const id of reached) {
    const target = schemas.get(id);
    if (target !== undefined) for (const next of linksOf(target)) reached.add(next);
  }
  return reached;
}

/** The components that operations name, as `kind name`. */
function usedParts(operations: readonly Operation[]): ReadonlySet<string> {
  const used = new Set<string>();
  const visit = (operation: Operation): void => {
    for (const parameter of operation.parameters) used.add(`parameter ${parameter.component}`);
    used.add(`body ${operation.requestBody?.component}`);
    for (const response of operation.responses) {
      used.add(`response ${response.component}`);
      for (const header of response.headers) used.add(`header ${header.component}`);
    }
    operation.callbacks.forEach(visit);
  };
  operations.forEach(visit);
  return used;
}
