import type { ApiModel, MediaType, Operation } from "../../model/api.js";
import type { ReportMember } from "../../model/extensions/members.js";
import { paginationOf, type Pagination } from "../../model/extensions/pagination.js";
import { isSuccess } from "../../model/http/outcomes.js";
import { tokens } from "../../model/place.js";
import { resolved } from "../../model/resolved.js";
import type { Schema } from "../../model/schemas/schema.js";
import { holdsValue } from "../../model/http/body-kind.js";
import { streamKind } from "../../model/http/streams.js";

/** The parameter that selects the next page, by style. */
const pageParameters: Readonly<Record<Pagination["style"], "offset" | "page" | "parameter" | undefined>> = {
  offset: "offset",
  page: "page",
  cursor: "parameter",
  link: undefined,
};
/** Its default name. */
const usual = { offset: "offset", page: "page", parameter: "cursor" } as const;

/** Members of every style. */
const ofAll: readonly (keyof Pagination)[] = ["style", "items", "key", "limit"];
/** Further members of each style. A mock uses the offset where the client uses a link. */
const ofStyle: Readonly<Record<Pagination["style"], readonly (keyof Pagination)[]>> = {
  offset: ["offset"],
  page: ["page", "first", "more"],
  cursor: ["parameter", "cursor", "more"],
  link: ["link", "offset"],
};

/** Settings without effect in the pagination of an operation: a missing parameter, or pointers that the response schema does not describe. */
export function checkPagination(operation: Operation, model: ApiModel, report: ReportMember): void {
  const settings = paginationOf(operation, report);
  if (settings === undefined) return;
  for (const member of Object.keys(settings) as (keyof Pagination)[])
    if (!ofAll.includes(member) && !ofStyle[settings.style].includes(member))
      report(`has "${member}", which the style "${settings.style}" does not read`, member);
  checkParameters(settings, operation, report);
  const json = jsonResponse(operation);
  if (json === undefined) return report("has no effect, because the document describes no successful JSON response");
  if (settings.style === "cursor" && settings.cursor === undefined) report('lacks "cursor", so the whole response is used as the cursor');
  if (json.schema !== undefined) checkPointers(settings, json.schema, model, report);
}

function checkParameters(settings: Pagination, { parameters }: Operation, report: ReportMember): void {
  const by = pageParameters[settings.style];
  const named = [...(by === undefined ? [] : [[by, settings[by] ?? usual[by]] as const]), ["limit", settings.limit] as const];
  for (const [member, name] of named) {
    if (name === undefined || parameters.some((parameter) => parameter.name === name && parameter.in !== "path")) continue;
    report(`uses the parameter "${name}", which the operation does not have`, settings[member] === undefined ? undefined : member);
  }
}

/** The response with the pages. */
function jsonResponse({ responses }: Operation): MediaType | undefined {
  const success = responses.find((response) => isSuccess(response, responses));
  return success?.content.find((media) => (/json/i.test(media.mediaType) || holdsValue(media)) && streamKind(media.mediaType) === undefined);
}

function checkPointers(settings: Pagination, responseSchema: Schema, model: ApiModel, report: ReportMember): void {
  for (const member of ["items", "cursor", "link", "more"] as const) {
    const pointer = settings[member] ?? (member === "items" ? "" : undefined);
    if (pointer === undefined || (member !== "items" && !ofStyle[settings.style].includes(member))) continue;
    if (pointer !== "" && !pointer.startsWith("/")) {
      report(`has the JSON pointer "${pointer}" in "${member}", which does not begin with "/"`, member);
      continue;
    }
    const found = led(responseSchema, pointer, model);
    if (found.size === 0) report(`looks for "${member}" at "${pointer}", which the response schema does not describe`, member);
    else if (member === "items" && ![...found].some(({ type }) => type === undefined || type.includes("array"))) {
      const where = pointer === "" ? "in the response itself" : `at "${pointer}"`;
      report(`looks for the items ${where}, which is not a list`, settings.items === undefined ? undefined : member);
    }
  }
}

/** The schemas at the end of a pointer into a value, each once: several for a value with variants. */
function led(responseSchema: Schema, pointer: string, model: ApiModel): ReadonlySet<Schema> {
  let found = formsOf([responseSchema], model);
  for (const step of tokens(`#${pointer}`))
    found = formsOf(
      [...found].flatMap((schema) => partOf(schema, step) ?? []),
      model,
    );
  return found;
}

/** The schema of an undescribed part. */
const anySchema: Schema = { id: "", place: { file: "", pointer: "#" } };

/** `undefined` where there is no such part. */
function partOf({ object, array, type }: Schema, step: string): Schema | undefined {
  if (object === undefined && array === undefined && type === undefined) return anySchema;
  const item = /^(?:-|\d+)$/.test(step) ? (array?.prefixItems?.[Number(step)] ?? array?.items) : undefined;
  const part = object?.properties?.get(step) ?? (object?.patternProperties === undefined ? object?.additionalProperties : anySchema) ?? item;
  if (part !== undefined && part.boolean !== false) return part;
  return object?.properties === undefined && type?.includes("object") === true ? anySchema : undefined;
}

/** The schemas, with their branches and parts. One with branches only has no constraint of its own. */
function formsOf(schemas: readonly Schema[], model: ApiModel): ReadonlySet<Schema> {
  const visited = new Set<Schema>();
  // The loop also visits members added during iteration.
  for (const schema of schemas) visited.add(resolved(schema, model.schemas));
  for (const { allOf = [], anyOf = [], oneOf = [] } of visited)
    for (const part of [...allOf, ...anyOf, ...oneOf]) visited.add(resolved(part, model.schemas));
  const isOnlyChoice = ({ type, object, allOf, anyOf, oneOf }: Schema): boolean =>
    type === undefined && object === undefined && (allOf ?? anyOf ?? oneOf) !== undefined;
  return new Set([...visited].filter((schema) => !isOnlyChoice(schema)));
}
