import type { Report } from "../../diagnostics/diagnostic.js";
import type { ApiModel, Operation } from "../../model/api.js";
import { textOf, type Slip } from "../../model/extensions/members.js";
import { paginationOf, type Pagination } from "../../model/extensions/pagination.js";
import { pathPrefixOf } from "../../model/extensions/path-prefix.js";
import { credentialSetting, parameterSetting } from "../../model/extensions/setting.js";
import { stateOf } from "../../model/extensions/state.js";
import type { Json } from "../../model/json.js";
import { isSuccess } from "../../model/outcomes.js";
import { child, placeKey, tokens, type Place } from "../../model/place.js";
import { streamKind } from "../../model/streams.js";
import { resolved } from "../../model/resolved.js";
import type { Schema } from "../../model/schema.js";
import type { ApiRule, SchemaRule } from "../rule.js";

const own = "x-tallystick-";

/** What our own extensions say that nothing comes of: a member with another name, a parameter that is not there, a pointer to nothing. */
export const ownExtensions: ApiRule = (model, report) => {
  const { securitySchemes } = model.components;
  const top: Holder = { what: "a document", place: { file: "", pointer: "#" }, extensions: model.extensions };
  tell(top, ["base-url-env", "path-prefix", "request-id"], report);
  textOf(model.extensions[`${own}base-url-env`], slip(report, top, "base-url-env"));
  textOf(model.extensions[`${own}request-id`], slip(report, top, "request-id"));
  pathPrefix(model, slip(report, top, "path-prefix"));
  for (const { place, extensions, ...scheme } of securitySchemes.values()) {
    const holder: Holder = { what: "a security scheme", place, extensions };
    tell(holder, ["credential"], report);
    credentialSetting({ place, extensions, ...scheme }, slip(report, holder, "credential"));
  }
  const told = new Set<string>();
  for (const operation of [...model.operations, ...model.webhooks]) {
    const holder: Holder = { what: "an operation", place: operation.place, extensions: operation.extensions };
    tell(holder, ["pagination", "state"], report);
    pagination(operation, model, slip(report, holder, "pagination"));
    state(operation, slip(report, holder, "state"));
    for (const parameter of operation.parameters) {
      if (!Object.keys(parameter.extensions).some((name) => name.startsWith(own))) continue;
      // One parameter of a path item or of the components is that of many operations.
      if (told.has(placeKey(parameter.place))) continue;
      told.add(placeKey(parameter.place));
      const asked: Holder = { what: "a parameter", place: parameter.place, extensions: parameter.extensions };
      tell(asked, ["client"], report);
      parameterSetting(parameter, slip(report, asked, "client"));
    }
  }
};

/** The same of a schema, which has only one. */
export const ownExtensionsOfSchema: SchemaRule = ({ annotations, place, type }, report) => {
  const extensions = annotations?.extensions;
  if (extensions === undefined) return;
  const holder: Holder = { what: "a schema", place, extensions };
  tell(holder, ["brand"], report);
  const said = slip(report, holder, "brand");
  const brand = textOf(extensions[`${own}brand`], said);
  if (brand !== undefined && type?.includes("string") === false) said("stands on a schema that is no text, and does nothing");
};

/** What an extension stands on. */
interface Holder {
  readonly what: string;
  readonly place: Place;
  readonly extensions: Readonly<Record<string, Json>>;
}

/** Tells extensions of ours that nothing reads there: misspelled ones, and those that belong elsewhere. */
function tell({ what, place, extensions }: Holder, known: readonly string[], report: Report): void {
  for (const extension of Object.keys(extensions)) {
    if (!extension.startsWith(own) || known.includes(extension.slice(own.length))) continue;
    const names = known.map((name) => own + name).join(", ");
    report("extension-not-understood", { extension, reason: `means nothing here: what ${what} can have is ${names}` }, child(place, extension));
  }
}

function slip(report: Report, { place }: Holder, name: string): Slip {
  const extension = own + name;
  return (reason, member) =>
    report("extension-not-understood", { extension, reason }, member === undefined ? child(place, extension) : child(place, extension, member));
}

function pathPrefix(model: ApiModel, told: Slip): void {
  const prefix = pathPrefixOf(model, told);
  if (prefix === undefined) return;
  if (!prefix.values.includes(prefix.default)) told(`does not have its default "${prefix.default}" among its values`, "values");
  if (!model.operations.some(({ path }) => path.split("/").includes(prefix.default)))
    told(`names "${prefix.default}", which is a segment of no path`, "default");
}

function state(operation: Operation, told: Slip): void {
  const { parameter } = stateOf(operation, told) ?? {};
  if (parameter !== undefined && !operation.parameters.some(({ name, in: at }) => at === "path" && name === parameter))
    told(`names the path parameter "${parameter}", which the operation does not have`, "parameter");
}

/** What each style goes on by: the parameter that the next page is asked for with, and its name where the extension has none. */
const goesOnBy: Readonly<Record<Pagination["style"], "offset" | "page" | "parameter" | undefined>> = {
  offset: "offset",
  page: "page",
  cursor: "parameter",
  link: undefined,
};
const ofAll: readonly (keyof Pagination)[] = ["style", "items", "key", "limit"];
/** What else each style reads. A mock goes on by the offset where the client goes by a link. */
const members: Readonly<Record<Pagination["style"], readonly (keyof Pagination)[]>> = {
  offset: ["offset"],
  page: ["page", "first", "more"],
  cursor: ["parameter", "cursor", "more"],
  link: ["link", "offset"],
};
const usual = { offset: "offset", page: "page", parameter: "cursor" } as const;

function pagination(operation: Operation, model: ApiModel, told: Slip): void {
  const said = paginationOf(operation, told);
  if (said === undefined) return;
  const by = goesOnBy[said.style];
  const read = members[said.style];
  for (const member of Object.keys(said) as (keyof Pagination)[])
    if (!ofAll.includes(member) && !read.includes(member)) told(`has "${member}", which the style "${said.style}" does not read`, member);
  const named = [...(by === undefined ? [] : [[by, said[by] ?? usual[by]] as const]), ["limit", said.limit] as const];
  for (const [member, name] of named) {
    if (name === undefined || operation.parameters.some((parameter) => parameter.name === name && parameter.in !== "path")) continue;
    told(`goes by the parameter "${name}", which the operation does not have`, said[member] === undefined ? undefined : member);
  }
  const success = operation.responses.find((response) => isSuccess(response, operation.responses));
  const json = success?.content.find(({ mediaType }) => /json/i.test(mediaType) && streamKind(mediaType) === undefined);
  if (json === undefined) return told("has no use where no successful answer in JSON is described");
  if (said.style === "cursor" && said.cursor === undefined) told('lacks "cursor": the whole answer is taken for it');
  const { schema: answer } = json;
  const asked = (["items", "cursor", "link", "more"] as const).filter((member) => member === "items" || read.includes(member));
  const pointers = answer === undefined ? [] : asked.filter((member) => member === "items" || said[member] !== undefined);
  for (const member of pointers) {
    const pointer = said[member] ?? "";
    if (pointer !== "" && !pointer.startsWith("/")) {
      told(`has the JSON pointer "${pointer}" in "${member}", which does not begin with "/"`, member);
      continue;
    }
    const found = answer === undefined ? [] : led([answer], pointer, model);
    if (found.length === 0) told(`looks for "${member}" at "${pointer}", where the answer describes nothing`, member);
    else if (member === "items" && !found.some((schema) => schema.type === undefined || schema.type.includes("array")))
      told(
        `looks for the items ${pointer === "" ? "in the answer itself" : `at "${pointer}"`}, which is no list`,
        said.items === undefined ? undefined : member,
      );
  }
}

/** The schemas that a pointer into a value leads to: several, where the value has several forms. One that says nothing of its parts leads to itself. */
function led(schemas: readonly Schema[], pointer: string, model: ApiModel): readonly Schema[] {
  let found = schemas.flatMap((schema) => formsOf(schema, model));
  for (const step of tokens(`#${pointer}`)) found = found.flatMap((schema) => partOf(schema, step)).flatMap((schema) => formsOf(schema, model));
  return found;
}

function partOf(schema: Schema, step: string): readonly Schema[] {
  const { object, array } = schema;
  if (object === undefined && array === undefined && schema.type === undefined) return [schema];
  if (object?.patternProperties !== undefined && object.properties?.has(step) !== true) return [{ id: "", place: schema.place }];
  const listed = step === "-" ? array?.items : /^\d+$/.test(step) ? (array?.prefixItems?.[Number(step)] ?? array?.items) : undefined;
  const part = object?.properties?.get(step) ?? object?.additionalProperties ?? listed;
  if (part !== undefined && part.boolean !== false) return [part];
  // What an object may hold that describes nothing is anyone's guess.
  return object?.properties === undefined && schema.type?.includes("object") === true ? [{ id: "", place: schema.place }] : [];
}

/** A schema, and all that it is a choice of or is put together from. */
function formsOf(schema: Schema, model: ApiModel, depth = 0): readonly Schema[] {
  const target = resolved(schema, model.schemas);
  if (depth > 8) return [target];
  const parts = [...(target.allOf ?? []), ...(target.anyOf ?? []), ...(target.oneOf ?? [])];
  const forms = parts.flatMap((part) => formsOf(part, model, depth + 1));
  return target.type === undefined && target.object === undefined && forms.length > 0 ? forms : [target, ...forms];
}
