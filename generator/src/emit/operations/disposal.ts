import type { ApiModel } from "../../model/api.js";
import { stateOf } from "../../model/extensions/state.js";
import type { Schema } from "../../model/schemas/schema.js";
import { rolesOf } from "../../model/http/roles.js";
import { resolved } from "../../model/resolved.js";
import { code, join, propertyKey, raw, symbol, typeSymbol, type Code } from "../print/code.js";
import { runtimeSymbol, runtimeTypeSymbol } from "../print/runtime.js";
import { operationsPath } from "./operation-module.js";
import type { OperationShape, ParameterShape } from "./shape.js";

/** The variant of a call whose result is deleted automatically: one operation creates it, another one deletes it. */
export interface DisposalShape {
  /** `createBrowserDisposable`. */
  readonly name: string;
  readonly docs: string;
  readonly type: (from: string) => Code;
  /** The function's body, where the parameters have these names. */
  readonly body: (parameters: string) => Code;
}

/**
 * Only for operations marked by `x-tallystick-state` as `create` and `delete` of one resource, and only if the result has all required parameters.
 */
export function withDisposals(shapes: readonly OperationShape[], model: ApiModel): OperationShape[] {
  const roles = rolesOf(model);
  const taken = new Set(shapes.flatMap(({ plan, pages }) => [plan.functionName, pages?.name ?? ""]));
  const roleOf = ({ plan: { operation } }: OperationShape) => (stateOf(operation) === undefined ? undefined : roles.get(operation));
  return shapes.map((shape) => {
    const role = roleOf(shape);
    if (role?.role !== "create") return shape;
    for (const closing of shapes) {
      const end = roleOf(closing);
      if (end?.role !== "delete" || end.resource !== role.resource || end.parameter === undefined) continue;
      let name = `${shape.plan.functionName}Disposable`;
      while (taken.has(name)) name += "_";
      const disposal = disposalOf(shape, closing, role.id, end.parameter, name);
      if (disposal !== undefined) return { ...shape, disposal };
    }
    return shape;
  });
}

function disposalOf(shape: OperationShape, closing: OperationShape, id: string, parameter: string, name: string): DisposalShape | undefined {
  const { functionName } = closing.plan;
  // Locals of the function would hide it.
  if (closing.bodyRequired || ["client", "parameters", "options", "created", "callOptions", shape.plan.functionName].includes(functionName))
    return undefined;
  const successes = shape.responses.filter(({ success }) => success).flatMap(({ bodies }) => bodies);
  const [only] = successes;
  const result = resolved(successes.length === 1 && only?.kind === "json" ? only.media.schema : undefined, shape.schemas)?.object;
  const identity = result?.properties?.get(id);
  if (identity === undefined || result?.required?.includes(id) !== true) return undefined;

  const same = (one: Schema | undefined, other: Schema | undefined): boolean =>
    JSON.stringify(resolved(one, shape.schemas)?.type) === JSON.stringify(resolved(other, shape.schemas)?.type);
  const given = (parameters: string): Code[] | undefined => {
    const members: Code[] = [];
    for (const each of closing.parameters) {
      const value = valueFor(each, parameters);
      if (value !== undefined) members.push(code`${raw(propertyKey(each.key))}: ${value}`);
      else if (each.required) return undefined;
    }
    return members;
  };
  const valueFor = ({ key, parameter: wanted, required }: ParameterShape, parameters: string): Code | undefined => {
    if (wanted.in !== "path") return undefined;
    if (wanted.name === parameter) return same(identity, wanted.schema) ? raw(`created${access(id, "")}`) : undefined;
    const shared = shape.parameters.find((each) => each.key === key && each.parameter.in === "path" && same(each.parameter.schema, wanted.schema));
    return shared === undefined || (required && !shared.required) ? undefined : raw(`${parameters}${access(key, shape.optional ? "?." : "")}`);
  };
  if (!closing.parameters.some((each) => each.parameter.name === parameter) || given("parameters") === undefined) return undefined;
  return {
    name,
    docs: `\`${shape.plan.functionName}\`, with \`${functionName}\` at the end of the block: \`await using created = await ${name}(…)\`.`,
    type: (from) => code`Promise<${runtimeTypeSymbol("client/response/disposable", "Disposing")}<${typeSymbol(from, shape.resultType)}>>`,
    body: (parameters) => {
      const call = code`${raw(shape.plan.functionName)}(client, ${raw(parameters)}, options)`;
      const close = code`(created, callOptions) => ${symbol(operationsPath(closing.plan.group), functionName)}(client, { ${join(given(parameters) ?? [], ", ")} }, callOptions)`;
      return code`return ${runtimeSymbol("client/response/disposable", "disposable")}(${call}, options, ${close});`;
    },
  };
}

function access(key: string, chain: "" | "?."): string {
  const name = propertyKey(key);
  return name === key ? `${chain === "" ? "." : chain}${name}` : `${chain}[${name}]`;
}
