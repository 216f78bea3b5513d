import type { Report } from "../../diagnostics/diagnostic.js";
import type { ApiModel, Operation } from "../../model/api.js";
import { textOf, type ReportMember } from "../../model/extensions/members.js";
import { pathPrefixOf } from "../../model/extensions/path-prefix.js";
import { credentialSetting, parameterSetting } from "../../model/extensions/setting.js";
import { stateOf } from "../../model/extensions/state.js";
import type { Json } from "../../model/json.js";
import { child, placeKey, type Place } from "../../model/place.js";
import type { ApiRule, SchemaRule } from "../rule.js";
import { checkPagination } from "./pagination.js";

const own = "x-tallystick-";

/** Members of our own extensions without effect: a misspelled member, a missing parameter, an unresolved pointer. */
export const ownExtensions: ApiRule = (model, report) => {
  const top: Holder = { what: "a document", place: { file: "", pointer: "#" }, extensions: model.extensions };
  reportMisplaced(top, ["base-url-env", "path-prefix", "request-id"], report);
  textOf(model.extensions[`${own}base-url-env`], memberReporter(report, top, "base-url-env"));
  textOf(model.extensions[`${own}request-id`], memberReporter(report, top, "request-id"));
  pathPrefix(model, memberReporter(report, top, "path-prefix"));
  for (const scheme of model.components.securitySchemes.values()) {
    const holder: Holder = { what: "a security scheme", place: scheme.place, extensions: scheme.extensions };
    reportMisplaced(holder, ["credential"], report);
    credentialSetting(scheme, memberReporter(report, holder, "credential"));
  }
  const reported = new Set<string>();
  for (const operation of [...model.operations, ...model.webhooks]) {
    const holder: Holder = { what: "an operation", place: operation.place, extensions: operation.extensions };
    reportMisplaced(holder, ["pagination", "state"], report);
    checkPagination(operation, model, memberReporter(report, holder, "pagination"));
    state(operation, memberReporter(report, holder, "state"));
    for (const parameter of operation.parameters) {
      if (!Object.keys(parameter.extensions).some((name) => name.startsWith(own))) continue;
      // One parameter of a path item or of the components is that of many operations.
      if (reported.has(placeKey(parameter.place))) continue;
      reported.add(placeKey(parameter.place));
      const holderOfParameter: Holder = { what: "a parameter", place: parameter.place, extensions: parameter.extensions };
      reportMisplaced(holderOfParameter, ["client"], report);
      parameterSetting(parameter, memberReporter(report, holderOfParameter, "client"));
    }
  }
};

/** The same of a schema, which has only one. */
export const ownExtensionsOfSchema: SchemaRule = ({ annotations, place, type }, report) => {
  const extensions = annotations?.extensions;
  if (extensions === undefined) return;
  const holder: Holder = { what: "a schema", place, extensions };
  reportMisplaced(holder, ["brand"], report);
  const reportBrand = memberReporter(report, holder, "brand");
  const brand = textOf(extensions[`${own}brand`], reportBrand);
  if (brand !== undefined && type?.includes("string") === false) reportBrand("has no effect, because the schema is not a string");
};

/** The object that contains an extension. */
interface Holder {
  readonly what: string;
  readonly place: Place;
  readonly extensions: Readonly<Record<string, Json>>;
}

/** Reports extensions of ours at locations where they have no effect: misspelled or misplaced ones. */
function reportMisplaced({ what, place, extensions }: Holder, known: readonly string[], report: Report): void {
  for (const extension of Object.keys(extensions)) {
    if (!extension.startsWith(own) || known.includes(extension.slice(own.length))) continue;
    const names = known.map((name) => own + name).join(", ");
    report("extension-not-understood", { extension, reason: `has no effect here. Extensions of ${what}: ${names}` }, child(place, extension));
  }
}

function memberReporter(report: Report, { place }: Holder, name: string): ReportMember {
  const extension = own + name;
  return (reason, member) =>
    report("extension-not-understood", { extension, reason }, member === undefined ? child(place, extension) : child(place, extension, member));
}

function pathPrefix(model: ApiModel, report: ReportMember): void {
  const prefix = pathPrefixOf(model, report);
  if (prefix === undefined) return;
  if (!prefix.values.includes(prefix.default)) report(`does not have its default "${prefix.default}" among its values`, "values");
  if (!model.operations.some(({ path }) => path.split("/").includes(prefix.default)))
    report(`names "${prefix.default}", which is not a segment of any path`, "default");
}

function state(operation: Operation, report: ReportMember): void {
  const { parameter } = stateOf(operation, report) ?? {};
  if (parameter !== undefined && !operation.parameters.some(({ name, in: at }) => at === "path" && name === parameter))
    report(`names the path parameter "${parameter}", which the operation does not have`, "parameter");
}
