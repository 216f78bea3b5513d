import type { ApiModel, Example, MediaType, Operation, Parameter } from "../../model/api.js";
import { placeKey } from "../../model/place.js";
import type { Json } from "../../model/json.js";
import type { Report } from "../../diagnostics/diagnostic.js";
import { same } from "../../values/json.js";
import { failures } from "../../values/index.js";
import { readExample, serializedParameter } from "../../http/examples.js";
import type { ApiRule } from "../rule.js";

/** A serialized example that cannot be read, breaks its schema, or differs from `dataValue` (OpenAPI 3.2, Example Object). */
export const serializedExamples: ApiRule = (model, report) => {
  const visited = new Set<object>();
  const once = (owner: object): boolean => !visited.has(owner) && visited.add(owner) !== undefined;
  const visit = (operation: Operation): void => {
    for (const parameter of operation.parameters) if (once(parameter)) ofParameter(parameter, operation, model, report);
    const bodies = [...(operation.requestBody?.content ?? []), ...operation.responses.flatMap(({ content }) => content)];
    for (const media of [...bodies, ...operation.parameters.flatMap(({ content }) => content ?? [])])
      if (once(media.place)) ofBody(media, model, report);
    operation.callbacks.forEach(visit);
  };
  for (const operation of [...model.operations, ...model.webhooks]) visit(operation);
};

function ofBody(media: MediaType, model: ApiModel, report: Report): void {
  const schema = media.schema ?? media.itemSchema;
  for (const [first, ...others] of groups(media.examples)) {
    const read = readExample(media, first, model);
    if (read === undefined) continue;
    const { name, place } = first;
    if ("fault" in read) {
      report("serialized-example-unreadable", { name, mediaType: media.mediaType, fault: read.fault }, place);
      continue;
    }
    const data = place.pointer.endsWith("/dataValue") ? [first, ...others].flatMap(({ value }) => (value === undefined ? [] : [value])) : undefined;
    if (data !== undefined && !isSame(read, data)) report("serialized-example-differs", { name }, place);
    // JSON is judged with the other examples.
    if (data !== undefined || schema === undefined || /[/+]json\s*(?:;|$)/i.test(media.mediaType)) continue;
    const [failure] = read.flatMap((value) => failures(schema, value, model, { readsTags: true }));
    if (failure !== undefined)
      report(
        "example-breaks-schema",
        {
          problem: `${failure.instancePath === "" ? "it" : `its ${failure.instancePath}`} does not match "${failure.keyword}"`,
          schemaPath: failure.schemaPath,
        },
        place,
      );
  }
}

/** Of a stream there is an example for each item: those that are written together. */
function groups(examples: readonly Example[]): (readonly [Example, ...Example[]])[] {
  const byPlace = new Map<string, [Example, ...Example[]]>();
  for (const example of examples) {
    const group = byPlace.get(placeKey(example.place));
    if (group === undefined) byPlace.set(placeKey(example.place), [example]);
    else group.push(example);
  }
  return [...byPlace.values()];
}

function isSame(read: readonly Json[], data: readonly Json[]): boolean {
  return read.length === data.length && read.every((value, index) => same(value, data[index] as Json));
}

function ofParameter(parameter: Parameter, operation: Operation, model: ApiModel, report: Report): void {
  for (const { name, value, serialized, place } of parameter.examples) {
    const read = serializedParameter(parameter, serialized, operation, model);
    if (read !== undefined && value !== undefined && !same(read, value)) report("serialized-example-differs", { name }, place);
  }
}
