// What a careful person writes for each workload: one boolean function that allocates nothing, and a second function that
// collects issues and only runs once the first has said no.

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const uri = /^[a-z][a-z0-9+.-]*:(?:\/\/[\w.~!$&'()*+,;=:@%[\]-]*)?[\w.~!$&'()*+,;=:@%/-]*(?:\?[\w.~!$&'()*+,;=:@%/?-]*)?(?:#[\w.~!$&'()*+,;=:@%/?-]*)?$/i;
const dateTime = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i;

const issue = (keyword, instancePath, schemaPath, params, message) => ({ keyword, instancePath, schemaPath, params, message });
const type = (path, at, name) => issue("type", path, `${at}/type`, { type: name }, `must be ${name}`);

function sessions(formats) {
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
  const kinds = { closeReasonText: "string", connectionEndTime: "number", connectionId: "string", connectionStartTime: "number", devtoolsFrontendUrl: "string", endTime: "number", lastUpdated: "number", startTime: "number", webSocketDebuggerUrl: "string" };
  const collect = (value, path, issues) => {
    const at = "#/items";
    if (!isObject(value)) return issues.push(type(path, at, "object"));
    if (value.sessionId === undefined) issues.push(issue("required", path, `${at}/required`, { missingProperty: "sessionId" }, "must have sessionId"));
    else if (typeof value.sessionId !== "string") issues.push(type(`${path}/sessionId`, `${at}/properties/sessionId`, "string"));
    else if (formats && !uuid.test(value.sessionId)) issues.push(issue("format", `${path}/sessionId`, `${at}/properties/sessionId/format`, { format: "uuid" }, "must be a uuid"));
    for (const name of Object.keys(kinds)) {
      if (value[name] !== undefined && typeof value[name] !== kinds[name]) issues.push(type(`${path}/${name}`, `${at}/properties/${name}`, kinds[name]));
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

function large(formats) {
  // Five groups of eighteen fields: written out, as by hand, from a list.
  const isAddress = (value) =>
    isObject(value) && typeof value.street === "string" && typeof value.city === "string" && (value.zip === undefined || value.zip === null || typeof value.zip === "string");
  const field = (group, index) => {
    const get = `value.field${group}x${index}`;
    const test = [
      `typeof (v = ${get}) === "string"`,
      `Number.isInteger(v = ${get}) && v >= 0`,
      `typeof ${get} === "boolean"`,
      `typeof (v = ${get}) === "string" && v.length <= 80`,
      `((v = ${get}) === "open" || v === "closed" || v === "late")`,
      formats ? `typeof (v = ${get}) === "string" && ${index % 12 === 5 ? "dateTime" : "uri"}.test(v)` : `typeof (v = ${get}) === "string"`,
    ][index % 6];
    return index < 9 ? test : `(${get} === undefined || ${test})`;
  };
  const groups = [0, 1, 2, 3, 4].map((group) => {
    const tests = Array.from({ length: 18 }, (_, index) => field(group, index));
    // The bench may: this stands for text that a person would type.
    return new Function("isObject", "isAddress", "uri", "dateTime", `return (value) => { let v; return isObject(value) && ${tests.join(" && ")} && (value.address === undefined || isAddress(value.address)); }`)(isObject, isAddress, uri, dateTime);
  });
  const [g0, g1, g2, g3, g4] = groups;
  const is = (value) => isObject(value) && g0(value.group0) && g1(value.group1) && g2(value.group2) && g3(value.group3) && g4(value.group4);
  const report = (value, path, at, found) => {
    if (!isObject(value)) return found.push(type(path, at, "object"));
    for (const name of Object.keys(value)) {
      const index = Number(name.split("x")[1]);
      const v = value[name];
      const ok = [typeof v === "string", Number.isInteger(v) && v >= 0, typeof v === "boolean", typeof v === "string" && v.length <= 80, v === "open" || v === "closed" || v === "late", typeof v === "string" && (!formats || (index % 12 === 5 ? dateTime : uri).test(v))][index % 6];
      if (name !== "address" && !ok) found.push(type(`${path}/${name}`, `${at}/properties/${name}`, "string"));
    }
    const { address } = value;
    if (address !== undefined && !isAddress(address)) {
      for (const name of ["street", "city", "zip"]) if (typeof address[name] !== "string") found.push(type(`${path}/address/${name}`, `${at}/properties/address/properties/${name}`, "string"));
    }
    return undefined;
  };
  const issues = (value) => {
    const found = [];
    if (is(value)) return found;
    groups.forEach((test, group) => {
      const name = `group${group}`;
      if (!test(value[name])) report(value[name], `/${name}`, `#/properties/${name}`, found);
    });
    return found;
  };
  return { is, issues };
}

function tree() {
  const isChildren = (value) => {
    if (!Array.isArray(value)) return false;
    for (let i = 0; i < value.length; i++) if (!is(value[i])) return false;
    return true;
  };
  const is = (value) => {
    if (!isObject(value)) return false;
    switch (value.kind) {
      case "section":
        return typeof value.title === "string" && isChildren(value.children);
      case "list":
        return typeof value.ordered === "boolean" && isChildren(value.children);
      case "text":
        return typeof value.text === "string" && (value.bold === undefined || typeof value.bold === "boolean");
      case "link":
        return typeof value.href === "string" && isChildren(value.children);
      case "image":
        return typeof value.src === "string" && (value.width === undefined || typeof value.width === "number") && (value.height === undefined || typeof value.height === "number");
      default:
        return false;
    }
  };
  const wants = { section: { title: "string" }, list: { ordered: "boolean" }, text: { text: "string", bold: "boolean" }, link: { href: "string" }, image: { src: "string", width: "number", height: "number" } };
  const optional = new Set(["bold", "width", "height"]);
  const collect = (value, path, found) => {
    if (!isObject(value)) return found.push(type(path, "#", "object"));
    const want = wants[value.kind];
    if (want === undefined) return found.push(issue("oneOf", path, "#/oneOf", {}, "unknown kind"));
    for (const name of Object.keys(want)) {
      if (!(optional.has(name) && value[name] === undefined) && typeof value[name] !== want[name]) found.push(type(`${path}/${name}`, `#/oneOf/${value.kind}/properties/${name}`, want[name]));
    }
    if (value.children !== undefined) for (let i = 0; i < value.children.length; i++) collect(value.children[i], `${path}/children/${i}`, found);
    return undefined;
  };
  const issues = (value) => {
    const found = [];
    if (!is(value)) collect(value, "", found);
    return found;
  };
  return { is, issues };
}

function order() {
  const names = new Set(["id", "note", "status", "lines", "labels"]);
  const statuses = new Set(["draft", "sent", "paid", "void", "late", "refused", "lost", "open"]);
  const sku = /^[A-Z]{3}-[0-9]{4}$/;
  const isLine = (value) => {
    if (!isObject(value) || typeof value.sku !== "string" || !sku.test(value.sku) || !Number.isInteger(value.count) || value.count < 1 || typeof value.price !== "number" || value.price < 0) return false;
    for (const name in value) if (name !== "sku" && name !== "count" && name !== "price") return false;
    return true;
  };
  const is = (value) => {
    if (!isObject(value) || !Number.isInteger(value.id) || value.id < 1) return false;
    if (!(value.note === undefined || value.note === null || (typeof value.note === "string" && value.note.length <= 200))) return false;
    if (value.status !== undefined && !statuses.has(value.status)) return false;
    const { lines, labels } = value;
    if (!Array.isArray(lines) || lines.length === 0) return false;
    for (let i = 0; i < lines.length; i++) if (!isLine(lines[i])) return false;
    if (labels !== undefined) {
      if (!isObject(labels)) return false;
      for (const name in labels) if (typeof labels[name] !== "string") return false;
    }
    for (const name in value) if (!names.has(name)) return false;
    return true;
  };
  const issues = (value) => {
    const found = [];
    if (is(value)) return found;
    value.lines.forEach((each, index) => {
      if (isLine(each)) return;
      if (typeof each.sku !== "string") found.push(type(`/lines/${index}/sku`, "#/properties/lines/items/properties/sku", "string"));
      if (each.count < 1) found.push(issue("minimum", `/lines/${index}/count`, "#/properties/lines/items/properties/count/minimum", { limit: 1 }, "must be >= 1"));
    });
    return found;
  };
  return { is, issues };
}

function expressions() {
  const is = (value) => {
    if (!isObject(value)) return false;
    if (value.value !== undefined || value.value === null) {
      const kind = typeof value.value;
      if (value.value === null || kind === "number" || kind === "string" || kind === "boolean") {
        let extra = false;
        for (const name in value) if (name !== "value") extra = true;
        if (!extra) return true;
      }
    }
    if (value.op === "+" || value.op === "-" || value.op === "*" || value.op === "/") {
      if (is(value.left) && is(value.right)) return true;
    }
    if (typeof value.name !== "string" || !Array.isArray(value.arguments)) return false;
    for (let i = 0; i < value.arguments.length; i++) if (!is(value.arguments[i])) return false;
    return true;
  };
  return { is, issues: (value) => (is(value) ? [] : [type("", "#", "expression")]) };
}

export const hand = { sessions, large, tree, order, expressions };
