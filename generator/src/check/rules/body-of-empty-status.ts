import { isJsonObject } from "../../model/json.js";
import { child } from "../../model/place.js";
import { objectsOf } from "../document/objects.js";
import type { ApiRule } from "../rule.js";

/** Statuses whose responses have no body (RFC 9110 §15.2, §15.3.5, §15.3.6, §15.4.5). */
const withoutBody = /^(?:1\d\d|1XX|204|205|304)$/i;

/** A response with content whose status has no body, a request body without content, and an operation without a response. */
export const bodyOfEmptyStatus: ApiRule = (_model, report, document) => {
  for (const { kind, value, place, name } of objectsOf(document)) {
    const { content } = value;
    if (kind === "response" && name !== undefined && withoutBody.test(name) && isJsonObject(content) && Object.keys(content).length > 0)
      report("body-of-empty-status", { status: name }, child(place, "content"));
    if (kind === "requestBody" && isJsonObject(content) && Object.keys(content).length === 0)
      report("empty-content", undefined, child(place, "content"));
    const { responses } = value;
    if (kind === "operation" && isJsonObject(responses) && Object.keys(responses).every((status) => status.startsWith("x-")))
      report("no-response", undefined, child(place, "responses"));
  }
};
