// What a careful person writes for each workload: one boolean function that allocates nothing, and a second function that
// collects issues and only runs once the first has said no.

import { isObject, issue, type } from "./hand-shared.mjs";
import { large } from "./hand-large.mjs";
import { sessions } from "./hand-sessions.mjs";
import { widerHand } from "./wider.mjs";

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
        return (
          typeof value.src === "string" &&
          (value.width === undefined || typeof value.width === "number") &&
          (value.height === undefined || typeof value.height === "number")
        );
      default:
        return false;
    }
  };
  const wants = {
    section: { title: "string" },
    list: { ordered: "boolean" },
    text: { text: "string", bold: "boolean" },
    link: { href: "string" },
    image: { src: "string", width: "number", height: "number" },
  };
  const optional = new Set(["bold", "width", "height"]);
  const collect = (value, path, found) => {
    if (!isObject(value)) return found.push(type(path, "#", "object"));
    const want = wants[value.kind];
    if (want === undefined) return found.push(issue("oneOf", path, "#/oneOf", {}, "unknown kind"));
    for (const name of Object.keys(want)) {
      if (!(optional.has(name) && value[name] === undefined) && typeof value[name] !== want[name])
        found.push(type(`${path}/${name}`, `#/oneOf/${value.kind}/properties/${name}`, want[name]));
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
    if (
      !isObject(value) ||
      typeof value.sku !== "string" ||
      !sku.test(value.sku) ||
      !Number.isInteger(value.count) ||
      value.count < 1 ||
      typeof value.price !== "number" ||
      value.price < 0
    )
      return false;
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
      if (each.count < 1)
        found.push(issue("minimum", `/lines/${index}/count`, "#/properties/lines/items/properties/count/minimum", { limit: 1 }, "must be >= 1"));
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

export const hand = { sessions, large, tree, order, expressions, ...widerHand };
