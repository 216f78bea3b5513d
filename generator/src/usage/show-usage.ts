import { plain } from "../diagnostics/plain.js";
import type { UnknownReason, UnknownUse, UsageManifest, UsedOperation } from "./manifest.js";

const reasons: Readonly<Record<UnknownReason, string>> = {
  any: "its type is any",
  "computed-path": "the path is computed",
  "dynamic-key": "the key is computed",
  spread: "it is spread into another object",
  serialized: "it is serialized",
  "passed-outside": "it is passed to code outside the project",
  "returned-outside": "it is returned to code outside the project",
  "received-outside": "it comes from code outside the project",
  widespread: "too many operations have this type",
  "unread-file": "files of this kind are not read",
  unfinished: "the analysis reached its limit of steps",
};

/** Locations that a terminal has room for. */
const mostShown = 20;

/** `2 operations, 1 unknown`: a manifest in a few words. */
export function usageCounts({ operations, unknown }: UsageManifest): string {
  const open = operations.flatMap(unknownOf).length + unknown.length;
  return [many(operations.length, "operation"), ...(open === 0 ? [] : [`${String(open)} unknown`])].join(", ");
}

/** A manifest in words: its operations, and what is not known. */
export function showUsage({ consumer, operations, unknown }: UsageManifest, files: number): string {
  const rows = operations.map((operation) => [`${operation.method.toUpperCase()} ${operation.path}`, counts(operation)] as const);
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  const open = [...operations.flatMap(unknownOf), ...unknown.map((use) => [use, "any operation"] as const)];
  const lines = [
    `${consumer} uses ${many(operations.length, "operation")} (${many(files, "file")} read).`,
    ...rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`),
    ...(open.length === 0 ? [] : ["", `Unknown in ${many(open.length, "location")}. Every field there may be used:`]),
    ...open.slice(0, mostShown).map(([{ place, reason }, what]) => `  ${place}  ${what}: ${reasons[reason]}`),
    ...(open.length > mostShown ? [`  … and ${String(open.length - mostShown)} more`] : []),
  ];
  return lines.map((line) => `${plain(line, Infinity)}\n`).join("");
}

function counts({ places, parameters, request, responses, observed }: UsedOperation): string {
  const fields = responses.reduce((sum, each) => sum + each.fields.filter(({ path }) => path !== "").length, 0);
  return [
    places.length === 0 ? "no call" : many(places.length, "call"),
    ...(observed === undefined ? [] : [`observed ${many(observed, "time")}`]),
    ...(parameters.length === 0 ? [] : [many(parameters.length, "parameter")]),
    ...(request.length === 0 ? [] : [`${many(request.length, "field")} sent`]),
    `${many(fields, "field")} read`,
  ].join(", ");
}

function unknownOf({ method, path, escapes = [], request, responses }: UsedOperation): readonly (readonly [UnknownUse, string])[] {
  const name = `${method.toUpperCase()} ${path}`;
  return [
    ...escapes.map((use) => [use, `parameters of ${name}`] as const),
    ...request.flatMap((field) => (field.escapes ?? []).map((use) => [use, `${field.path === "" ? "body" : field.path} of ${name}`] as const)),
    ...responses.flatMap(({ status, fields }) =>
      fields.flatMap((field) =>
        (field.escapes ?? []).map(
          (use) => [use, `${field.path === "" ? "response" : field.path} of ${name}${status === "*" ? "" : ` ${status}`}`] as const,
        ),
      ),
    ),
  ];
}

function many(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? "" : "s"}`;
}
