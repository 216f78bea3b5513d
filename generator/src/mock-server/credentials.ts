import type { ApiModel, Operation } from "../model/api.js";
import type { Sent } from "../http/sent.js";

/** Credentials that the request lacks, as one line; `undefined` if one alternative is complete. Only their presence is checked: every secret is valid. */
export function missingCredentials(operation: Operation, sent: Sent, model: ApiModel): string | undefined {
  if (operation.security.length === 0) return undefined;
  const has = (name: string): boolean => {
    const scheme = model.components.securitySchemes.get(name);
    if (scheme === undefined) return true;
    if (scheme.type === "apiKey") {
      if (scheme.in === "query") return sent.query.some(([key]) => key === scheme.parameter);
      if (scheme.in === "cookie") return sent.cookies.some(([key]) => key === scheme.parameter);
      return sent.header(scheme.parameter) !== undefined;
    }
    return scheme.type === "mutualTLS" || sent.header("authorization") !== undefined;
  };
  if (operation.security.some((requirement) => [...requirement.keys()].every(has))) return undefined;
  return operation.security.map((requirement) => [...requirement.keys()].join(" and ")).join(", or ");
}
