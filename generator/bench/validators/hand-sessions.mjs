// The hand-written validator of a list of sessions, in a file of its own so that its size can be measured.

import { isObject, issue, type, uri, uuid } from "./hand-shared.mjs";

export function sessions(formats) {
  const isSession = (value) => {
    let v;
    return (
      isObject(value) &&
      typeof (v = value.sessionId) === "string" &&
      (!formats || uuid.test(v)) &&
      ((v = value.closeReason) === undefined || Number.isInteger(v) || typeof v === "string") &&
      ((v = value.closeReasonText) === undefined || typeof v === "string") &&
      ((v = value.connectionEndTime) === undefined || typeof v === "number") &&
      ((v = value.connectionId) === undefined || typeof v === "string") &&
      ((v = value.connectionStartTime) === undefined || typeof v === "number") &&
      ((v = value.devtoolsFrontendUrl) === undefined || (typeof v === "string" && (!formats || uri.test(v)))) &&
      ((v = value.endTime) === undefined || typeof v === "number") &&
      ((v = value.lastUpdated) === undefined || typeof v === "number") &&
      ((v = value.startTime) === undefined || typeof v === "number") &&
      ((v = value.webSocketDebuggerUrl) === undefined || (typeof v === "string" && (!formats || uri.test(v))))
    );
  };
  const kinds = {
    closeReasonText: "string",
    connectionEndTime: "number",
    connectionId: "string",
    connectionStartTime: "number",
    devtoolsFrontendUrl: "string",
    endTime: "number",
    lastUpdated: "number",
    startTime: "number",
    webSocketDebuggerUrl: "string",
  };
  const collect = (value, path, issues) => {
    const at = "#/items";
    if (!isObject(value)) return issues.push(type(path, at, "object"));
    if (value.sessionId === undefined)
      issues.push(issue("required", path, `${at}/required`, { missingProperty: "sessionId" }, "must have sessionId"));
    else if (typeof value.sessionId !== "string") issues.push(type(`${path}/sessionId`, `${at}/properties/sessionId`, "string"));
    else if (formats && !uuid.test(value.sessionId))
      issues.push(issue("format", `${path}/sessionId`, `${at}/properties/sessionId/format`, { format: "uuid" }, "must be a uuid"));
    for (const name of Object.keys(kinds)) {
      if (value[name] !== undefined && typeof value[name] !== kinds[name])
        issues.push(type(`${path}/${name}`, `${at}/properties/${name}`, kinds[name]));
    }
    return undefined;
  };
  const is = (value) => {
    if (!Array.isArray(value)) return false;
    for (let i = 0; i < value.length; i++) if (!isSession(value[i])) return false;
    return true;
  };
  const issues = (value) => {
    const found = [];
    if (!Array.isArray(value)) found.push(type("", "#", "array"));
    else for (let i = 0; i < value.length; i++) if (!isSession(value[i])) collect(value[i], `/${i}`, found);
    return found;
  };
  return { is, issues };
}
