import { invalidVariants } from "tallystick";
import { placeKey, type ApiModel, type Operation, type Parameter } from "tallystick/model";
import { isOpaque } from "../../explore/pool.js";
import { isJsonMediaType } from "../../match/media-type.js";
import type { CompiledModel } from "../../observe/compiled.js";
import { boundsOf, type Bound } from "./bounds.js";
import { brokenValues } from "./broken-values.js";
import { isNeverSent } from "./never-sent.js";
import { isSendable, isWrongOnTheWire } from "./on-the-wire.js";

/** One value at the limit of a parameter's schema; `undefined`: the parameter is omitted. */
export interface Probe extends Bound {
  readonly parameter: Parameter;
}

const mostOfContent = 4;

/** Each documented bound of each parameter, just inside and just outside. */
export function probesFor(model: ApiModel, compiled: CompiledModel, operation: Operation): readonly Probe[] {
  return operation.parameters.flatMap((parameter) => {
    if (parameter.in === "query" && parameter.content !== undefined) return isNeverSent(parameter) ? [] : contentProbes(model, parameter);
    if (parameter.in === "cookie" || parameter.in === "querystring" || parameter.content !== undefined || parameter.schema === undefined) return [];
    // Values that only the server issues are not generated: their rejection means nothing.
    if (isNeverSent(parameter) || isOpaque(parameter, model)) return [];
    // One bound may contradict another (`minimum: 1` next to `multipleOf: 5`): the whole schema decides.
    const rules = compiled.rules(parameter.schema, "request");
    const bounds = boundsOf(model, parameter.name, parameter.schema)
      .filter(({ side, value }) => rules.is(value) === (side === "inside"))
      .filter(({ side, keyword }) => side === "outside" || !keyword.endsWith("Length") || !hasSyntax(parameter))
      .map((bound) => ({ parameter, ...bound }));
    const tried = new Set(bounds.flatMap(({ side, schemaPath }) => (side === "outside" ? [schemaPath] : [])));
    const probes: Probe[] = [...bounds, ...brokenValues(model, parameter, parameter.schema, tried)].filter(
      (probe) => isSendable(parameter, probe.value) && (probe.side === "inside" || isWrongOnTheWire(model, rules, probe)),
    );
    if (parameter.required && parameter.in !== "path") {
      probes.push({
        parameter,
        keyword: "required",
        schemaPath: `${placeKey(parameter.place)}/required`,
        side: "outside",
        value: undefined,
        what: "missing although it is required",
      });
    }
    // An empty path segment or a dot is another path.
    return probes.filter((probe) => parameter.in !== "path" || !["", ".", ".."].includes(String(probe.value)));
  });
}

/** Whether the description shows an expression, such as `unit = "KG"`: a text of letters alone is none, so its rejection means nothing. */
function hasSyntax({ description = "" }: Parameter): boolean {
  return description.split("`").some((quoted, index) => index % 2 === 1 && /\w ?[=:<>~!]/.test(quoted));
}

/** Invalid values of a parameter that is written as JSON. */
function contentProbes(model: ApiModel, parameter: Parameter): readonly Probe[] {
  const { schema, mediaType = "" } = parameter.content ?? {};
  if (schema === undefined || !isJsonMediaType(mediaType)) return [];
  const { variants } = invalidVariants(schema, model, { direction: "request", limit: mostOfContent });
  return variants.map(({ keyword, schemaPath, instancePath, value }) => ({
    parameter,
    keyword,
    schemaPath,
    side: "outside",
    value,
    what: `JSON whose ${instancePath === "" ? "value" : `"${instancePath}"`} breaks "${keyword}"`,
  }));
}
