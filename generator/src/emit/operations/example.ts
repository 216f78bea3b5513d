import type { ApiModel } from "../../model/api.js";
import { isJsonObject, type Json } from "../../model/json.js";
import { requestValues } from "../fixtures/request.js";
import { literal, propertyKey } from "../print/code.js";
import { fileProperties } from "./media.js";
import type { BodyShape, OperationShape } from "./shape.js";

/** A call of the operation with what it needs at least, as TypeScript; `undefined` where no valid request is known. */
export function exampleCall(shape: OperationShape, model: ApiModel): string | undefined {
  if (shape.optional) return called(shape, "");
  const values = requestValues(shape.plan, model);
  if ("reason" in values) return undefined;
  const { parameters, body } = values.example;
  const members: string[] = [];
  for (const { key, parameter, required } of shape.parameters) {
    const value = parameters[parameter.in]?.[parameter.name];
    if (!required) continue;
    if (value === undefined) return undefined;
    members.push(`${propertyKey(key)}: ${literal(value)}`);
  }
  const [first] = shape.bodies;
  if (first !== undefined && shape.bodyRequired) {
    const sent = bodyText(first, body, shape);
    if (sent === undefined) return undefined;
    members.push(`body: ${sent}`);
    if (first.media.mediaType.includes("*")) members.push(`contentType: "application/octet-stream"`);
  }
  const argument = members.length === 0 ? "" : `{ ${members.join(", ")} }`;
  return called(shape, argument);
}

function called({ plan, pages }: OperationShape, argument: string): string {
  const call = `const result = await client.${member(plan.functionName)}(${argument});`;
  return pages === undefined ? call : `${call}\nfor await (const item of client.${pages.name}(${argument}).items()) console.log(item);`;
}

function member(name: string): string {
  return name === "raw" ? "raw_" : name;
}

function bodyText(body: BodyShape, value: Json | undefined, shape: OperationShape): string | undefined {
  switch (body.kind) {
    case "json":
    case "form":
      return value === undefined ? undefined : literal(value);
    case "multipart": {
      if (!isJsonObject(value)) return "new FormData()";
      const files = new Set(fileProperties(body.media, shape.schemas));
      const members = Object.entries(value).map(([name, item]) => {
        const blob = Array.isArray(item) ? "[new Blob([])]" : "new Blob([])";
        return `${propertyKey(name)}: ${files.has(name) ? blob : literal(item)}`;
      });
      return `{ ${members.join(", ")} }`;
    }
    case "text":
    case "events":
    case "lines":
      return typeof value === "string" ? literal(value) : '""';
    case "binary":
    case "any":
      return "new Blob([])";
  }
}
