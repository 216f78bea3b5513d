// The large object, as a person would write it: every field by name. (Typed by a script, since a person would despair.)

import { isObject, type, uri, dateTime } from "./hand-shared.mjs";

function isAddress(value) {
  return (
    isObject(value) &&
    typeof value.street === "string" &&
    typeof value.city === "string" &&
    (value.zip === undefined || value.zip === null || typeof value.zip === "string")
  );
}

function addressIssues(value, path, at, found) {
  if (!isObject(value)) return void found.push(type(path, at, "object"));
  if (typeof value.street !== "string") found.push(type(`${path}/street`, `${at}/properties/street`, "string"));
  if (typeof value.city !== "string") found.push(type(`${path}/city`, `${at}/properties/city`, "string"));
  if (value.zip !== undefined && value.zip !== null && typeof value.zip !== "string")
    found.push(type(`${path}/zip`, `${at}/properties/zip`, "string"));
  return undefined;
}

function isGroup0(value, formats) {
  let v;
  return (
    isObject(value) &&
    typeof (v = value.field0x0) === "string" &&
    (v = value.field0x1) !== undefined &&
    Number.isInteger(v) &&
    v >= 0 &&
    (v = value.field0x2) !== undefined &&
    typeof v === "boolean" &&
    (v = value.field0x3) !== undefined &&
    typeof v === "string" &&
    v.length <= 80 &&
    (v = value.field0x4) !== undefined &&
    (v === "open" || v === "closed" || v === "late") &&
    (v = value.field0x5) !== undefined &&
    typeof v === "string" &&
    (!formats || dateTime.test(v)) &&
    typeof (v = value.field0x6) === "string" &&
    (v = value.field0x7) !== undefined &&
    Number.isInteger(v) &&
    v >= 0 &&
    (v = value.field0x8) !== undefined &&
    typeof v === "boolean" &&
    ((v = value.field0x9) === undefined || (typeof v === "string" && v.length <= 80)) &&
    ((v = value.field0x10) === undefined || v === "open" || v === "closed" || v === "late") &&
    ((v = value.field0x11) === undefined || (typeof v === "string" && (!formats || uri.test(v)))) &&
    ((v = value.field0x12) === undefined || typeof v === "string") &&
    ((v = value.field0x13) === undefined || (Number.isInteger(v) && v >= 0)) &&
    ((v = value.field0x14) === undefined || typeof v === "boolean") &&
    ((v = value.field0x15) === undefined || (typeof v === "string" && v.length <= 80)) &&
    ((v = value.field0x16) === undefined || v === "open" || v === "closed" || v === "late") &&
    ((v = value.field0x17) === undefined || (typeof v === "string" && (!formats || dateTime.test(v)))) &&
    ((v = value.address) === undefined || isAddress(v))
  );
}

function group0Issues(value, path, at, found, formats) {
  if (!isObject(value)) return void found.push(type(path, at, "object"));
  let v;
  v = value.field0x0;
  if (typeof v !== "string") found.push(type(`${path}/field0x0`, `${at}/properties/field0x0`, "string"));
  v = value.field0x1;
  if (!Number.isInteger(v) || v < 0) found.push(type(`${path}/field0x1`, `${at}/properties/field0x1`, "integer"));
  v = value.field0x2;
  if (typeof v !== "boolean") found.push(type(`${path}/field0x2`, `${at}/properties/field0x2`, "boolean"));
  v = value.field0x3;
  if (typeof v !== "string" || v.length > 80) found.push(type(`${path}/field0x3`, `${at}/properties/field0x3`, "string"));
  v = value.field0x4;
  if (v !== "open" && v !== "closed" && v !== "late") found.push(type(`${path}/field0x4`, `${at}/properties/field0x4`, "string"));
  v = value.field0x5;
  if (typeof v !== "string" || (formats && !dateTime.test(v))) found.push(type(`${path}/field0x5`, `${at}/properties/field0x5`, "string"));
  v = value.field0x6;
  if (typeof v !== "string") found.push(type(`${path}/field0x6`, `${at}/properties/field0x6`, "string"));
  v = value.field0x7;
  if (!Number.isInteger(v) || v < 0) found.push(type(`${path}/field0x7`, `${at}/properties/field0x7`, "integer"));
  v = value.field0x8;
  if (typeof v !== "boolean") found.push(type(`${path}/field0x8`, `${at}/properties/field0x8`, "boolean"));
  v = value.field0x9;
  if (v !== undefined && (typeof v !== "string" || v.length > 80)) found.push(type(`${path}/field0x9`, `${at}/properties/field0x9`, "string"));
  v = value.field0x10;
  if (v !== undefined && v !== "open" && v !== "closed" && v !== "late")
    found.push(type(`${path}/field0x10`, `${at}/properties/field0x10`, "string"));
  v = value.field0x11;
  if (v !== undefined && (typeof v !== "string" || (formats && !uri.test(v))))
    found.push(type(`${path}/field0x11`, `${at}/properties/field0x11`, "string"));
  v = value.field0x12;
  if (v !== undefined && typeof v !== "string") found.push(type(`${path}/field0x12`, `${at}/properties/field0x12`, "string"));
  v = value.field0x13;
  if (v !== undefined && (!Number.isInteger(v) || v < 0)) found.push(type(`${path}/field0x13`, `${at}/properties/field0x13`, "integer"));
  v = value.field0x14;
  if (v !== undefined && typeof v !== "boolean") found.push(type(`${path}/field0x14`, `${at}/properties/field0x14`, "boolean"));
  v = value.field0x15;
  if (v !== undefined && (typeof v !== "string" || v.length > 80)) found.push(type(`${path}/field0x15`, `${at}/properties/field0x15`, "string"));
  v = value.field0x16;
  if (v !== undefined && v !== "open" && v !== "closed" && v !== "late")
    found.push(type(`${path}/field0x16`, `${at}/properties/field0x16`, "string"));
  v = value.field0x17;
  if (v !== undefined && (typeof v !== "string" || (formats && !dateTime.test(v))))
    found.push(type(`${path}/field0x17`, `${at}/properties/field0x17`, "string"));
  v = value.address;
  if (v !== undefined && !isAddress(v)) addressIssues(v, `${path}/address`, `${at}/properties/address`, found);
  return undefined;
}

function isGroup1(value, formats) {
  let v;
  return (
    isObject(value) &&
    typeof (v = value.field1x0) === "string" &&
    (v = value.field1x1) !== undefined &&
    Number.isInteger(v) &&
    v >= 0 &&
    (v = value.field1x2) !== undefined &&
    typeof v === "boolean" &&
    (v = value.field1x3) !== undefined &&
    typeof v === "string" &&
    v.length <= 80 &&
    (v = value.field1x4) !== undefined &&
    (v === "open" || v === "closed" || v === "late") &&
    (v = value.field1x5) !== undefined &&
    typeof v === "string" &&
    (!formats || dateTime.test(v)) &&
    typeof (v = value.field1x6) === "string" &&
    (v = value.field1x7) !== undefined &&
    Number.isInteger(v) &&
    v >= 0 &&
    (v = value.field1x8) !== undefined &&
    typeof v === "boolean" &&
    ((v = value.field1x9) === undefined || (typeof v === "string" && v.length <= 80)) &&
    ((v = value.field1x10) === undefined || v === "open" || v === "closed" || v === "late") &&
    ((v = value.field1x11) === undefined || (typeof v === "string" && (!formats || uri.test(v)))) &&
    ((v = value.field1x12) === undefined || typeof v === "string") &&
    ((v = value.field1x13) === undefined || (Number.isInteger(v) && v >= 0)) &&
    ((v = value.field1x14) === undefined || typeof v === "boolean") &&
    ((v = value.field1x15) === undefined || (typeof v === "string" && v.length <= 80)) &&
    ((v = value.field1x16) === undefined || v === "open" || v === "closed" || v === "late") &&
    ((v = value.field1x17) === undefined || (typeof v === "string" && (!formats || dateTime.test(v)))) &&
    ((v = value.address) === undefined || isAddress(v))
  );
}

function group1Issues(value, path, at, found, formats) {
  if (!isObject(value)) return void found.push(type(path, at, "object"));
  let v;
  v = value.field1x0;
  if (typeof v !== "string") found.push(type(`${path}/field1x0`, `${at}/properties/field1x0`, "string"));
  v = value.field1x1;
  if (!Number.isInteger(v) || v < 0) found.push(type(`${path}/field1x1`, `${at}/properties/field1x1`, "integer"));
  v = value.field1x2;
  if (typeof v !== "boolean") found.push(type(`${path}/field1x2`, `${at}/properties/field1x2`, "boolean"));
  v = value.field1x3;
  if (typeof v !== "string" || v.length > 80) found.push(type(`${path}/field1x3`, `${at}/properties/field1x3`, "string"));
  v = value.field1x4;
  if (v !== "open" && v !== "closed" && v !== "late") found.push(type(`${path}/field1x4`, `${at}/properties/field1x4`, "string"));
  v = value.field1x5;
  if (typeof v !== "string" || (formats && !dateTime.test(v))) found.push(type(`${path}/field1x5`, `${at}/properties/field1x5`, "string"));
  v = value.field1x6;
  if (typeof v !== "string") found.push(type(`${path}/field1x6`, `${at}/properties/field1x6`, "string"));
  v = value.field1x7;
  if (!Number.isInteger(v) || v < 0) found.push(type(`${path}/field1x7`, `${at}/properties/field1x7`, "integer"));
  v = value.field1x8;
  if (typeof v !== "boolean") found.push(type(`${path}/field1x8`, `${at}/properties/field1x8`, "boolean"));
  v = value.field1x9;
  if (v !== undefined && (typeof v !== "string" || v.length > 80)) found.push(type(`${path}/field1x9`, `${at}/properties/field1x9`, "string"));
  v = value.field1x10;
  if (v !== undefined && v !== "open" && v !== "closed" && v !== "late")
    found.push(type(`${path}/field1x10`, `${at}/properties/field1x10`, "string"));
  v = value.field1x11;
  if (v !== undefined && (typeof v !== "string" || (formats && !uri.test(v))))
    found.push(type(`${path}/field1x11`, `${at}/properties/field1x11`, "string"));
  v = value.field1x12;
  if (v !== undefined && typeof v !== "string") found.push(type(`${path}/field1x12`, `${at}/properties/field1x12`, "string"));
  v = value.field1x13;
  if (v !== undefined && (!Number.isInteger(v) || v < 0)) found.push(type(`${path}/field1x13`, `${at}/properties/field1x13`, "integer"));
  v = value.field1x14;
  if (v !== undefined && typeof v !== "boolean") found.push(type(`${path}/field1x14`, `${at}/properties/field1x14`, "boolean"));
  v = value.field1x15;
  if (v !== undefined && (typeof v !== "string" || v.length > 80)) found.push(type(`${path}/field1x15`, `${at}/properties/field1x15`, "string"));
  v = value.field1x16;
  if (v !== undefined && v !== "open" && v !== "closed" && v !== "late")
    found.push(type(`${path}/field1x16`, `${at}/properties/field1x16`, "string"));
  v = value.field1x17;
  if (v !== undefined && (typeof v !== "string" || (formats && !dateTime.test(v))))
    found.push(type(`${path}/field1x17`, `${at}/properties/field1x17`, "string"));
  v = value.address;
  if (v !== undefined && !isAddress(v)) addressIssues(v, `${path}/address`, `${at}/properties/address`, found);
  return undefined;
}

function isGroup2(value, formats) {
  let v;
  return (
    isObject(value) &&
    typeof (v = value.field2x0) === "string" &&
    (v = value.field2x1) !== undefined &&
    Number.isInteger(v) &&
    v >= 0 &&
    (v = value.field2x2) !== undefined &&
    typeof v === "boolean" &&
    (v = value.field2x3) !== undefined &&
    typeof v === "string" &&
    v.length <= 80 &&
    (v = value.field2x4) !== undefined &&
    (v === "open" || v === "closed" || v === "late") &&
    (v = value.field2x5) !== undefined &&
    typeof v === "string" &&
    (!formats || dateTime.test(v)) &&
    typeof (v = value.field2x6) === "string" &&
    (v = value.field2x7) !== undefined &&
    Number.isInteger(v) &&
    v >= 0 &&
    (v = value.field2x8) !== undefined &&
    typeof v === "boolean" &&
    ((v = value.field2x9) === undefined || (typeof v === "string" && v.length <= 80)) &&
    ((v = value.field2x10) === undefined || v === "open" || v === "closed" || v === "late") &&
    ((v = value.field2x11) === undefined || (typeof v === "string" && (!formats || uri.test(v)))) &&
    ((v = value.field2x12) === undefined || typeof v === "string") &&
    ((v = value.field2x13) === undefined || (Number.isInteger(v) && v >= 0)) &&
    ((v = value.field2x14) === undefined || typeof v === "boolean") &&
    ((v = value.field2x15) === undefined || (typeof v === "string" && v.length <= 80)) &&
    ((v = value.field2x16) === undefined || v === "open" || v === "closed" || v === "late") &&
    ((v = value.field2x17) === undefined || (typeof v === "string" && (!formats || dateTime.test(v)))) &&
    ((v = value.address) === undefined || isAddress(v))
  );
}

function group2Issues(value, path, at, found, formats) {
  if (!isObject(value)) return void found.push(type(path, at, "object"));
  let v;
  v = value.field2x0;
  if (typeof v !== "string") found.push(type(`${path}/field2x0`, `${at}/properties/field2x0`, "string"));
  v = value.field2x1;
  if (!Number.isInteger(v) || v < 0) found.push(type(`${path}/field2x1`, `${at}/properties/field2x1`, "integer"));
  v = value.field2x2;
  if (typeof v !== "boolean") found.push(type(`${path}/field2x2`, `${at}/properties/field2x2`, "boolean"));
  v = value.field2x3;
  if (typeof v !== "string" || v.length > 80) found.push(type(`${path}/field2x3`, `${at}/properties/field2x3`, "string"));
  v = value.field2x4;
  if (v !== "open" && v !== "closed" && v !== "late") found.push(type(`${path}/field2x4`, `${at}/properties/field2x4`, "string"));
  v = value.field2x5;
  if (typeof v !== "string" || (formats && !dateTime.test(v))) found.push(type(`${path}/field2x5`, `${at}/properties/field2x5`, "string"));
  v = value.field2x6;
  if (typeof v !== "string") found.push(type(`${path}/field2x6`, `${at}/properties/field2x6`, "string"));
  v = value.field2x7;
  if (!Number.isInteger(v) || v < 0) found.push(type(`${path}/field2x7`, `${at}/properties/field2x7`, "integer"));
  v = value.field2x8;
  if (typeof v !== "boolean") found.push(type(`${path}/field2x8`, `${at}/properties/field2x8`, "boolean"));
  v = value.field2x9;
  if (v !== undefined && (typeof v !== "string" || v.length > 80)) found.push(type(`${path}/field2x9`, `${at}/properties/field2x9`, "string"));
  v = value.field2x10;
  if (v !== undefined && v !== "open" && v !== "closed" && v !== "late")
    found.push(type(`${path}/field2x10`, `${at}/properties/field2x10`, "string"));
  v = value.field2x11;
  if (v !== undefined && (typeof v !== "string" || (formats && !uri.test(v))))
    found.push(type(`${path}/field2x11`, `${at}/properties/field2x11`, "string"));
  v = value.field2x12;
  if (v !== undefined && typeof v !== "string") found.push(type(`${path}/field2x12`, `${at}/properties/field2x12`, "string"));
  v = value.field2x13;
  if (v !== undefined && (!Number.isInteger(v) || v < 0)) found.push(type(`${path}/field2x13`, `${at}/properties/field2x13`, "integer"));
  v = value.field2x14;
  if (v !== undefined && typeof v !== "boolean") found.push(type(`${path}/field2x14`, `${at}/properties/field2x14`, "boolean"));
  v = value.field2x15;
  if (v !== undefined && (typeof v !== "string" || v.length > 80)) found.push(type(`${path}/field2x15`, `${at}/properties/field2x15`, "string"));
  v = value.field2x16;
  if (v !== undefined && v !== "open" && v !== "closed" && v !== "late")
    found.push(type(`${path}/field2x16`, `${at}/properties/field2x16`, "string"));
  v = value.field2x17;
  if (v !== undefined && (typeof v !== "string" || (formats && !dateTime.test(v))))
    found.push(type(`${path}/field2x17`, `${at}/properties/field2x17`, "string"));
  v = value.address;
  if (v !== undefined && !isAddress(v)) addressIssues(v, `${path}/address`, `${at}/properties/address`, found);
  return undefined;
}

function isGroup3(value, formats) {
  let v;
  return (
    isObject(value) &&
    typeof (v = value.field3x0) === "string" &&
    (v = value.field3x1) !== undefined &&
    Number.isInteger(v) &&
    v >= 0 &&
    (v = value.field3x2) !== undefined &&
    typeof v === "boolean" &&
    (v = value.field3x3) !== undefined &&
    typeof v === "string" &&
    v.length <= 80 &&
    (v = value.field3x4) !== undefined &&
    (v === "open" || v === "closed" || v === "late") &&
    (v = value.field3x5) !== undefined &&
    typeof v === "string" &&
    (!formats || dateTime.test(v)) &&
    typeof (v = value.field3x6) === "string" &&
    (v = value.field3x7) !== undefined &&
    Number.isInteger(v) &&
    v >= 0 &&
    (v = value.field3x8) !== undefined &&
    typeof v === "boolean" &&
    ((v = value.field3x9) === undefined || (typeof v === "string" && v.length <= 80)) &&
    ((v = value.field3x10) === undefined || v === "open" || v === "closed" || v === "late") &&
    ((v = value.field3x11) === undefined || (typeof v === "string" && (!formats || uri.test(v)))) &&
    ((v = value.field3x12) === undefined || typeof v === "string") &&
    ((v = value.field3x13) === undefined || (Number.isInteger(v) && v >= 0)) &&
    ((v = value.field3x14) === undefined || typeof v === "boolean") &&
    ((v = value.field3x15) === undefined || (typeof v === "string" && v.length <= 80)) &&
    ((v = value.field3x16) === undefined || v === "open" || v === "closed" || v === "late") &&
    ((v = value.field3x17) === undefined || (typeof v === "string" && (!formats || dateTime.test(v)))) &&
    ((v = value.address) === undefined || isAddress(v))
  );
}

function group3Issues(value, path, at, found, formats) {
  if (!isObject(value)) return void found.push(type(path, at, "object"));
  let v;
  v = value.field3x0;
  if (typeof v !== "string") found.push(type(`${path}/field3x0`, `${at}/properties/field3x0`, "string"));
  v = value.field3x1;
  if (!Number.isInteger(v) || v < 0) found.push(type(`${path}/field3x1`, `${at}/properties/field3x1`, "integer"));
  v = value.field3x2;
  if (typeof v !== "boolean") found.push(type(`${path}/field3x2`, `${at}/properties/field3x2`, "boolean"));
  v = value.field3x3;
  if (typeof v !== "string" || v.length > 80) found.push(type(`${path}/field3x3`, `${at}/properties/field3x3`, "string"));
  v = value.field3x4;
  if (v !== "open" && v !== "closed" && v !== "late") found.push(type(`${path}/field3x4`, `${at}/properties/field3x4`, "string"));
  v = value.field3x5;
  if (typeof v !== "string" || (formats && !dateTime.test(v))) found.push(type(`${path}/field3x5`, `${at}/properties/field3x5`, "string"));
  v = value.field3x6;
  if (typeof v !== "string") found.push(type(`${path}/field3x6`, `${at}/properties/field3x6`, "string"));
  v = value.field3x7;
  if (!Number.isInteger(v) || v < 0) found.push(type(`${path}/field3x7`, `${at}/properties/field3x7`, "integer"));
  v = value.field3x8;
  if (typeof v !== "boolean") found.push(type(`${path}/field3x8`, `${at}/properties/field3x8`, "boolean"));
  v = value.field3x9;
  if (v !== undefined && (typeof v !== "string" || v.length > 80)) found.push(type(`${path}/field3x9`, `${at}/properties/field3x9`, "string"));
  v = value.field3x10;
  if (v !== undefined && v !== "open" && v !== "closed" && v !== "late")
    found.push(type(`${path}/field3x10`, `${at}/properties/field3x10`, "string"));
  v = value.field3x11;
  if (v !== undefined && (typeof v !== "string" || (formats && !uri.test(v))))
    found.push(type(`${path}/field3x11`, `${at}/properties/field3x11`, "string"));
  v = value.field3x12;
  if (v !== undefined && typeof v !== "string") found.push(type(`${path}/field3x12`, `${at}/properties/field3x12`, "string"));
  v = value.field3x13;
  if (v !== undefined && (!Number.isInteger(v) || v < 0)) found.push(type(`${path}/field3x13`, `${at}/properties/field3x13`, "integer"));
  v = value.field3x14;
  if (v !== undefined && typeof v !== "boolean") found.push(type(`${path}/field3x14`, `${at}/properties/field3x14`, "boolean"));
  v = value.field3x15;
  if (v !== undefined && (typeof v !== "string" || v.length > 80)) found.push(type(`${path}/field3x15`, `${at}/properties/field3x15`, "string"));
  v = value.field3x16;
  if (v !== undefined && v !== "open" && v !== "closed" && v !== "late")
    found.push(type(`${path}/field3x16`, `${at}/properties/field3x16`, "string"));
  v = value.field3x17;
  if (v !== undefined && (typeof v !== "string" || (formats && !dateTime.test(v))))
    found.push(type(`${path}/field3x17`, `${at}/properties/field3x17`, "string"));
  v = value.address;
  if (v !== undefined && !isAddress(v)) addressIssues(v, `${path}/address`, `${at}/properties/address`, found);
  return undefined;
}

function isGroup4(value, formats) {
  let v;
  return (
    isObject(value) &&
    typeof (v = value.field4x0) === "string" &&
    (v = value.field4x1) !== undefined &&
    Number.isInteger(v) &&
    v >= 0 &&
    (v = value.field4x2) !== undefined &&
    typeof v === "boolean" &&
    (v = value.field4x3) !== undefined &&
    typeof v === "string" &&
    v.length <= 80 &&
    (v = value.field4x4) !== undefined &&
    (v === "open" || v === "closed" || v === "late") &&
    (v = value.field4x5) !== undefined &&
    typeof v === "string" &&
    (!formats || dateTime.test(v)) &&
    typeof (v = value.field4x6) === "string" &&
    (v = value.field4x7) !== undefined &&
    Number.isInteger(v) &&
    v >= 0 &&
    (v = value.field4x8) !== undefined &&
    typeof v === "boolean" &&
    ((v = value.field4x9) === undefined || (typeof v === "string" && v.length <= 80)) &&
    ((v = value.field4x10) === undefined || v === "open" || v === "closed" || v === "late") &&
    ((v = value.field4x11) === undefined || (typeof v === "string" && (!formats || uri.test(v)))) &&
    ((v = value.field4x12) === undefined || typeof v === "string") &&
    ((v = value.field4x13) === undefined || (Number.isInteger(v) && v >= 0)) &&
    ((v = value.field4x14) === undefined || typeof v === "boolean") &&
    ((v = value.field4x15) === undefined || (typeof v === "string" && v.length <= 80)) &&
    ((v = value.field4x16) === undefined || v === "open" || v === "closed" || v === "late") &&
    ((v = value.field4x17) === undefined || (typeof v === "string" && (!formats || dateTime.test(v)))) &&
    ((v = value.address) === undefined || isAddress(v))
  );
}

function group4Issues(value, path, at, found, formats) {
  if (!isObject(value)) return void found.push(type(path, at, "object"));
  let v;
  v = value.field4x0;
  if (typeof v !== "string") found.push(type(`${path}/field4x0`, `${at}/properties/field4x0`, "string"));
  v = value.field4x1;
  if (!Number.isInteger(v) || v < 0) found.push(type(`${path}/field4x1`, `${at}/properties/field4x1`, "integer"));
  v = value.field4x2;
  if (typeof v !== "boolean") found.push(type(`${path}/field4x2`, `${at}/properties/field4x2`, "boolean"));
  v = value.field4x3;
  if (typeof v !== "string" || v.length > 80) found.push(type(`${path}/field4x3`, `${at}/properties/field4x3`, "string"));
  v = value.field4x4;
  if (v !== "open" && v !== "closed" && v !== "late") found.push(type(`${path}/field4x4`, `${at}/properties/field4x4`, "string"));
  v = value.field4x5;
  if (typeof v !== "string" || (formats && !dateTime.test(v))) found.push(type(`${path}/field4x5`, `${at}/properties/field4x5`, "string"));
  v = value.field4x6;
  if (typeof v !== "string") found.push(type(`${path}/field4x6`, `${at}/properties/field4x6`, "string"));
  v = value.field4x7;
  if (!Number.isInteger(v) || v < 0) found.push(type(`${path}/field4x7`, `${at}/properties/field4x7`, "integer"));
  v = value.field4x8;
  if (typeof v !== "boolean") found.push(type(`${path}/field4x8`, `${at}/properties/field4x8`, "boolean"));
  v = value.field4x9;
  if (v !== undefined && (typeof v !== "string" || v.length > 80)) found.push(type(`${path}/field4x9`, `${at}/properties/field4x9`, "string"));
  v = value.field4x10;
  if (v !== undefined && v !== "open" && v !== "closed" && v !== "late")
    found.push(type(`${path}/field4x10`, `${at}/properties/field4x10`, "string"));
  v = value.field4x11;
  if (v !== undefined && (typeof v !== "string" || (formats && !uri.test(v))))
    found.push(type(`${path}/field4x11`, `${at}/properties/field4x11`, "string"));
  v = value.field4x12;
  if (v !== undefined && typeof v !== "string") found.push(type(`${path}/field4x12`, `${at}/properties/field4x12`, "string"));
  v = value.field4x13;
  if (v !== undefined && (!Number.isInteger(v) || v < 0)) found.push(type(`${path}/field4x13`, `${at}/properties/field4x13`, "integer"));
  v = value.field4x14;
  if (v !== undefined && typeof v !== "boolean") found.push(type(`${path}/field4x14`, `${at}/properties/field4x14`, "boolean"));
  v = value.field4x15;
  if (v !== undefined && (typeof v !== "string" || v.length > 80)) found.push(type(`${path}/field4x15`, `${at}/properties/field4x15`, "string"));
  v = value.field4x16;
  if (v !== undefined && v !== "open" && v !== "closed" && v !== "late")
    found.push(type(`${path}/field4x16`, `${at}/properties/field4x16`, "string"));
  v = value.field4x17;
  if (v !== undefined && (typeof v !== "string" || (formats && !dateTime.test(v))))
    found.push(type(`${path}/field4x17`, `${at}/properties/field4x17`, "string"));
  v = value.address;
  if (v !== undefined && !isAddress(v)) addressIssues(v, `${path}/address`, `${at}/properties/address`, found);
  return undefined;
}

export function large(formats) {
  const is = (value) =>
    isObject(value) &&
    isGroup0(value.group0, formats) &&
    isGroup1(value.group1, formats) &&
    isGroup2(value.group2, formats) &&
    isGroup3(value.group3, formats) &&
    isGroup4(value.group4, formats);
  const issues = (value) => {
    const found = [];
    if (is(value)) return found;
    if (!isGroup0(value.group0, formats)) group0Issues(value.group0, "/group0", "#/properties/group0", found, formats);
    if (!isGroup1(value.group1, formats)) group1Issues(value.group1, "/group1", "#/properties/group1", found, formats);
    if (!isGroup2(value.group2, formats)) group2Issues(value.group2, "/group2", "#/properties/group2", found, formats);
    if (!isGroup3(value.group3, formats)) group3Issues(value.group3, "/group3", "#/properties/group3", found, formats);
    if (!isGroup4(value.group4, formats)) group4Issues(value.group4, "/group4", "#/properties/group4", found, formats);
    return found;
  };
  return { is, issues };
}
