import type { Operation } from "../../model/api.js";
import type { ApiRule } from "../rule.js";

/** A parameter for the whole query string excludes others, and its media type defines the encoding (OpenAPI 3.2 §4.12.1). */
export const querystring: ApiRule = (model, report) => {
  const visit = (operation: Operation): void => {
    const [whole, ...others] = operation.parameters.filter((parameter) => parameter.in === "querystring");
    if (whole === undefined) return;
    const beside = [...operation.parameters.filter((parameter) => parameter.in === "query"), ...others];
    for (const { name, place } of beside) report("beside-querystring", { name, querystring: whole.name }, place);
    if (whole.content === undefined) report("querystring-without-content", { name: whole.name }, whole.place);
    operation.callbacks.forEach(visit);
  };
  for (const operation of [...model.operations, ...model.webhooks]) visit(operation);
};
