import { isIgnored, type Parameter } from "tallystick/model";

/** Whether a run never writes a parameter: the HTTP client does, or the parameter replaces the method, so that a GET could delete. */
export function isNeverSent(parameter: Parameter): boolean {
  return isIgnored(parameter) || isOfConnection(parameter) || replacesMethod(parameter);
}

/** A header that describes the connection or the length of the body. */
function isOfConnection({ in: location, name }: Parameter): boolean {
  return location === "header" && /^(?:content-length|transfer-encoding|host|connection|keep-alive|upgrade|expect|te|trailer)$/i.test(name);
}

/** `X-HTTP-Method-Override` and its spellings, and `_method` in the query. */
function replacesMethod({ in: location, name }: Parameter): boolean {
  return (location === "header" || location === "query") && /^(?:x-http-method(?:-override)?|x-method-override|_method)$/i.test(name);
}
