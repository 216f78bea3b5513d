import type { WrittenNumber } from "../schema/digits.js";
import { basename } from "node:path";
import type { Report } from "../../diagnostics/diagnostic.js";
import type { DocumentValues } from "../../load/document.js";
import type { Missing } from "../../load/files/policy.js";
import { fileNamed, fragmentAsWritten, scheme, splitReference } from "../../load/files/names.js";
import type { Formats } from "../../model/schemas/formats.js";
import { isJsonObject, type Json } from "../../model/json.js";
import type { DynamicAnchors } from "../schema/dynamic-scope.js";
import { Identifiers } from "../identifiers.js";
import { intendedMember } from "../lenient/intended-kind.js";
import { Nearby } from "./nearby.js";
import { step, type Target } from "../../model/pointer.js";
import { escapeFault } from "../../model/escape-fault.js";
import { child, placeKey, tokens, type JsonPointer, type Place } from "../../model/place.js";

/** The intended target of a reference, and its correct spelling. */
interface IntendedTarget {
  readonly target: Target;
  readonly taken: string;
}

type Halves = ReturnType<typeof splitReference>;

const nowhere: Target = { place: { file: "", pointer: "" }, value: null };

/** The maximum length of a chain of references before it counts as a loop. */
const hops = 64;

/** Finds the targets of references in the files that `load` has read. */
export class References {
  readonly #document: DocumentValues;
  readonly #rootPath: string;

  /** By file and reference: the popular components of a large document are named thousands of times. */
  readonly #known = new Map<string, Map<string, Target>>();

  readonly #nearby = new Map<string, Nearby>();
  readonly #knowsIdentifiers: boolean;
  readonly #report: Report;
  #identifiers: Identifiers | undefined;

  /** @param knowsIdentifiers Whether schemas may be named by `$id` and `$anchor`, as they may since OpenAPI 3.1. */
  constructor(
    document: DocumentValues,
    knowsIdentifiers: boolean,
    report: Report,
    readonly written?: WrittenNumber,
  ) {
    this.#knowsIdentifiers = knowsIdentifiers;
    this.#report = report;
    this.#document = document;
    this.#rootPath = document.root.path;
  }

  /**
   * The value that `reference`, written at `from`, names; `undefined` if there is none. A target that is itself a reference is returned unchanged.
   */
  resolve(reference: string, from: Place): Target | undefined {
    // Below an `$id` it is the schema that has it, and a whole document otherwise, which is no schema.
    if (reference === "#" && this.#knowsIdentifiers) return this.#identified.find(reference, from);
    return this.#lookUp(reference, from) ?? (this.#knowsIdentifiers ? this.#identified.find(reference, from) : undefined);
  }

  /** Whether a reference in a file was requested and resolves. */
  isResolved(reference: string, file: string): boolean {
    const known = this.#known.get(file)?.get(reference);
    return known !== undefined && known !== nowhere;
  }

  /** The only possible meaning of an unresolved reference. */
  resolveLeniently(
    reference: string,
    from: Place,
    { keyword, isSchema }: { readonly keyword: string; readonly isSchema: boolean },
  ): Target | undefined {
    const found =
      this.#inRoot(reference, from) ?? (isSchema ? (this.#intendedSchema(reference, from) ?? this.#intendedAnchor(reference, from)) : undefined);
    if (found !== undefined) this.#report("loose-reference", { reference, taken: found.taken }, child(from, keyword));
    return found?.target;
  }

  /** Suggestions for an unresolved reference. */
  nearest(reference: string, from: Place): string | undefined {
    const { file, fragment } = splitReference(reference);
    const source = this.#document.files.get(fileNamed(file, from.file, this.#rootPath));
    const name = tokens(fragment).at(-1);
    if (source === undefined || name === undefined) return undefined;
    let nearby = this.#nearby.get(source.file);
    if (nearby === undefined) this.#nearby.set(source.file, (nearby = new Nearby(source.value)));
    const found = nearby.find(name);
    return found === undefined ? undefined : `${file}${found}`;
  }

  /** Files that will be bundled often use `#/components/…` for components of the root document. */
  #inRoot(reference: string, from: Place): IntendedTarget | undefined {
    if (from.file === "" || scheme.test(from.file) || !reference.startsWith("#/")) return undefined;
    const target = this.#lookUp(reference, { file: "", pointer: "#" });
    return target && { target, taken: `${basename(this.#rootPath)}${reference}` };
  }

  #intendedSchema(reference: string, from: Place): IntendedTarget | undefined {
    for (const taken of readings(reference, from.pointer)) {
      const target = this.#lookUp(taken, from);
      if (target !== undefined) return { target, taken };
    }
    return undefined;
  }

  /** An anchor applies inside of the schema with the enclosing `$id`; one that is unique in a file is used anywhere. */
  #intendedAnchor(reference: string, from: Place): IntendedTarget | undefined {
    const [, name] = /^#([\w.-]+)$/.exec(reference) ?? [];
    const target = name === undefined || !this.#knowsIdentifiers ? undefined : this.#identified.onlyAnchor(name, from.file);
    return target && { target, taken: placeKey(target.place) };
  }

  /** The dynamic anchors of the document, where it has references to any. */
  get dynamicAnchors(): DynamicAnchors | undefined {
    if (!this.#knowsIdentifiers || this.#document.dynamic === false) return undefined;
    const values = [...this.#document.files.values()];
    if (this.#document.dynamic === undefined && !values.some(({ value }) => refersDynamically(value))) return undefined;
    const identifiers = this.#identified;
    return {
      at: (place) => identifiers.at(place),
      named: (reference, from) => identifiers.named(reference, from),
      resolve: (reference, from) => this.resolve(reference, from),
      documents: values.map(({ file, value }) => ({ place: { file, pointer: "#" }, value })),
    };
  }

  get #identified(): Identifiers {
    return (this.#identifiers ??= new Identifiers(this.#document));
  }

  #lookUp(reference: string, from: Place): Target | undefined {
    let known = this.#known.get(from.file);
    if (!known) this.#known.set(from.file, (known = new Map()));
    let target = known.get(reference);
    if (target === undefined) {
      const halves = splitReference(reference);
      target = this.#resolve(halves, from, 0) ?? this.#resolveAsWritten(reference, halves, from) ?? nowhere;
      known.set(reference, target);
      // A name that has the characters of an escape, and is referred to without escaping them.
      if (target !== nowhere && escapeFault(fragmentAsWritten(reference)) !== undefined)
        this.#report("loose-reference", { reference, taken: asReference(halves.file, target.place.pointer) }, child(from, "$ref"));
    }
    return target === nowhere ? undefined : target;
  }

  /** Whether the user allows missing targets. */
  get allowMissing(): boolean {
    return this.#document.allowMissing === true;
  }

  /** Whether the document's user has `oneOf` read as `anyOf`. */
  get oneOfAsAnyOf(): boolean {
    return this.#document.oneOfAsAnyOf === true;
  }

  /** Which formats the document's user has asserted. */
  get formats(): Formats {
    return this.#document.formats ?? "assert";
  }

  /** Why the file that `reference` names was not read; `undefined` when it was, and holds nothing there. */
  missing(reference: string, from: Place): Missing | undefined {
    const { file } = splitReference(reference);
    const name = fileNamed(file, from.file, this.#rootPath);
    if (this.#document.files.has(name)) return undefined;
    const host = remoteHost(file);
    return this.#document.missing.get(name) ?? (host === undefined ? { why: "absent" } : { why: "remote", host });
  }

  /** Some generators write a name percent-encoded both as key and in references, so the decoded reference does not resolve. */
  #resolveAsWritten(reference: string, { file, fragment: decoded }: Halves, from: Place): Target | undefined {
    const fragment = fragmentAsWritten(reference);
    if (fragment === decoded) return undefined;
    const target = this.#resolve({ file, fragment }, from, 0);
    if (target !== undefined) this.#report("encoded-name", { reference }, child(from, "$ref"));
    return target;
  }

  #resolve({ file, fragment }: Halves, from: Place, depth: number): Target | undefined {
    if (depth > hops) return undefined;
    const name = fileNamed(file, from.file, this.#rootPath);
    const source = this.#document.files.get(name);
    if (!source || (fragment !== "" && !fragment.startsWith("/"))) return undefined;
    let place: Place = { file: name, pointer: "#" };
    let value = source.value;
    for (const token of tokens(fragment)) {
      // A pointer may pass through a reference: ".../responses/200/content", where the response is a component.
      for (let hop = 0; isJsonObject(value) && !Object.hasOwn(value, token) && typeof value["$ref"] === "string"; hop++) {
        const target = hop > hops ? undefined : this.#resolve(splitReference(value["$ref"]), place, depth + 1);
        if (!target) return undefined;
        ({ place, value } = target);
      }
      const next = step(value, token);
      const member = next === undefined && Array.isArray(value) ? intendedMember(place.pointer, value as readonly Json[], token) : undefined;
      if (next === undefined && member === undefined) return undefined;
      place = child(place, ...(member?.steps ?? [token]));
      value = member?.value ?? next ?? null;
    }
    return { place, value };
  }
}

/** A reference to a pointer, with all its escapes. */
function asReference(file: string, pointer: JsonPointer): string {
  return `${file}${pointer.replaceAll("%", "%25")}`;
}

function refersDynamically(value: Json): boolean {
  if (Array.isArray(value)) return (value as readonly Json[]).some(refersDynamically);
  return isJsonObject(value) && (Object.hasOwn(value, "$dynamicRef") || Object.values(value).some(refersDynamically));
}

/**
 * Incomplete references: a bare schema name, as in early Swagger; a pointer without `#`, or without the
 * slash after it (RFC 6901 §3); a path from the enclosing schema, as some JSON Schema exporters of frameworks write it.
 */
function readings(reference: string, from: string): readonly string[] {
  if (/^[\w.-]+$/.test(reference)) return [`#/components/schemas/${reference}`, `#/definitions/${reference}`];
  if (/^\/?(?:components\/schemas|definitions)\//.test(reference)) return [`#/${reference.replace(/^\//, "")}`];
  const [, file, name] = /^([^#]*)#([\w.-].*)$/.exec(reference) ?? [];
  if (name !== undefined) return ["", "components/schemas/", "definitions/"].map((folder) => `${file}#/${folder}${name}`);
  const around = /^#\/(?:components\/schemas|definitions)\/[^/]+(?=\/)/.exec(from)?.[0];
  const startsInside = /^#\/(?:properties|items|additionalProperties|prefixItems|allOf|anyOf|oneOf)\//.test(`${reference}/`);
  return around !== undefined && startsInside ? [`${around}${reference.slice(1)}`] : [];
}

/** The host of a remote reference. */
function remoteHost(file: string): string | undefined {
  const address = file.startsWith("//") ? `https:${file}` : file;
  if (!scheme.test(address) || /^file:/i.test(address)) return undefined;
  return (URL.canParse(address) && new URL(address).host) || "another machine";
}
