import { escapeToken, tokens, type ApiModel, type Schema } from "tallystick/model";
import type { ObservedBody } from "../observations.js";
import { placeText, subjectText, type Subject } from "../../findings/finding.js";
import { hideSecrets, replacedAt, showValue, type WrittenNumber } from "../../findings/show.js";
import type { CompiledModel, Direction, Issue } from "../compiled.js";
import { explain, refusedBranch, Unions } from "../explain.js";
import type { Add } from "../add.js";
import { Shapes, type Shape, type View } from "../shape.js";
import { walk, type WalkEvents } from "../walk.js";
import type { InexactNumber } from "./exact-numbers.js";
import { valueAt } from "../value-at.js";

/** The common fields of findings about one value. */
export interface ValueContext {
  readonly direction: Direction;
  readonly subject: Subject;
  readonly status?: string;
  readonly mediaType?: string;
  readonly observed?: ObservedBody;
  readonly add: Add;
}

/** Validates values: explains violations, and records undocumented fields and observed schemas. */
export class BodyCheck {
  readonly unions: Unions;
  readonly #shapes: Readonly<Record<Direction, Shapes>>;
  #observed: ObservedBody | undefined;
  /** Schemas that the tag of a base chose for the current value. */
  readonly #chosen = new Set<Schema>();

  /** Numbers of the current value that were read as others. */
  #inexact: readonly InexactNumber[] = [];

  constructor(
    readonly model: ApiModel,
    readonly compiled: CompiledModel,
  ) {
    this.unions = new Unions(model);
    const onBranch = (branch: Schema): void => void this.#observed?.branches.add(branch.id);
    const onSubtype = (subtype: Schema): void => void this.#chosen.add(subtype);
    const shapesFor = (direction: Direction): Shapes => new Shapes(model, compiled, direction, onBranch, onSubtype);
    this.#shapes = { request: shapesFor("request"), response: shapesFor("response") };
  }

  check(schema: Schema, value: unknown, context: ValueContext, inexact: readonly InexactNumber[] = []): void {
    this.#inexact = inexact;
    const issues = this.#issues(schema, value, context.direction);
    this.#report(schema, value, issues, context);
    this.exactBounds(schema, value, inexact, context);
    const known = new Set(issues.map(causeOf));
    const inherited = this.#fields(schema, value, context, issues).filter((issue) => !known.has(causeOf(issue)));
    this.#report(schema, value, inherited, context);
    this.#inexact = [];
  }

  violations(schema: Schema, value: unknown, context: ValueContext): void {
    this.#report(schema, value, this.#issues(schema, value, context.direction), context);
  }

  /**
   * Reports bounds that integers cross, although the numbers that they were read as do not. The next number of JavaScript crosses the same bound,
   * because no bound lies between two numbers.
   */
  exactBounds(schema: Schema, value: unknown, inexact: readonly InexactNumber[], context: ValueContext): void {
    for (const { instancePath, written, beyond, bound } of inexact) {
      const isBound = (issue: Issue): boolean => issue.instancePath === instancePath && issue.keyword === bound;
      if (this.#issues(schema, value, context.direction).some(isBound)) continue;
      const moved = replacedAt(value, instancePath, beyond);
      const issues = this.#issues(schema, moved, context.direction).filter(isBound);
      const add: Add = (occurrence) =>
        context.add({ ...occurrence, message: occurrence.message.replace(String(beyond), written), value: written, evidence: value });
      this.#report(schema, moved, issues, { ...context, add });
    }
  }

  #issues(schema: Schema, value: unknown, direction: Direction): readonly Issue[] {
    const rules = this.compiled.rules(schema, direction);
    if (rules.is(value)) return [];
    const issues = explain(this.unions, this.compiled, direction, value, rules.check(value));
    return issues.filter((issue) => !this.#follows(schema, value, issue, issues, direction));
  }

  /**
   * Whether a property is unevaluated only because the branch with its name rejects the object for another reason (JSON Schema Core 2020-12 §11.3
   * counts successful branches): the other reason is the fault.
   */
  #follows(schema: Schema, root: unknown, issue: Issue, issues: readonly Issue[], direction: Direction): boolean {
    const name = issue.keyword === "unevaluatedProperties" ? propertyOf(issue) : undefined;
    if (name === undefined) return false;
    const isCause = (other: Issue): boolean => other.keyword !== "unevaluatedProperties" && isAtOrBelow(other.instancePath, issue.instancePath);
    if (!issues.some(isCause)) return false;
    const shapes = this.#shapes[direction];
    let view: View | undefined = schema;
    let value = root;
    for (const token of tokens(issue.instancePath)) {
      if (view === undefined) return false;
      const shape = shapes.of(view, value);
      view = Array.isArray(value) ? shapes.item(shape, Number(token)) : shapes.property(shape, token).view;
      value = valueAt(value, `/${escapeToken(token)}`);
    }
    return view !== undefined && shapes.property(shapes.of(view, value), name).view !== undefined;
  }

  #report(schema: Schema, value: unknown, issues: readonly Issue[], context: ValueContext): void {
    for (const issue of primary(issues)) {
      const offending = valueAt(value, issue.instancePath);
      const { tag, matches } = issue.params;
      const { path, branch } = this.#placeIn(schema, value, issue, context.direction);
      context.add({
        // Whether the value matches is not known.
        class: issue.keyword === "patternLimit" ? "unchecked" : "schema-violation",
        ...placeOf(context),
        instancePath: issue.instancePath,
        path,
        schemaPath: issue.schemaPath,
        ...(issue.also.length === 0 ? {} : { also: issue.also }),
        keyword: issue.keyword,
        message: hideSecrets(sentence(issue, context.subject, branch)),
        ...(branch !== undefined && { branch: hideSecrets(branch) }),
        ...(typeof matches === "number" && { matches }),
        value: showOffending(issue, offending, this.#writtenAt(issue.instancePath)),
        // A discriminator value is wrong for its object.
        ...(typeof tag === "string" ? { tag, evidence: valueAt(value, ownerOf(issue.instancePath, tag)) } : { evidence: offending }),
      });
    }
  }

  /**
   * Visits each property. Returns violations of the subtypes that discriminators of base schemas selected: the compiled rules of a base do not know
   * them.
   */
  #fields(schema: Schema, value: unknown, context: ValueContext, known: readonly Issue[]): readonly Issue[] {
    this.#observed = context.observed;
    this.#chosen.clear();
    const { observed } = context;
    const inherited: Issue[] = [];
    const events: WalkEvents = {
      entered: (inner, instancePath) => {
        if (this.#chosen.size === 0) return;
        // If no branch of a union accepts the value, the intended base is unknown.
        if (!known.some((issue) => concernsWholeValue(issue, instancePath)))
          for (const subtype of this.#chosen)
            for (const issue of this.#issues(subtype, inner, context.direction))
              inherited.push({ ...issue, instancePath: `${instancePath}${issue.instancePath}` });
        this.#chosen.clear();
      },
      undocumentedField: (at) =>
        context.add({
          class: "undocumented-field",
          ...placeOf(context),
          instancePath: at.instancePath,
          path: at.path,
          schemaPath: at.schemaPath,
          keyword: "properties",
          message: `${placeText(ownerOf(at.instancePath, at.name), subjectText(context.subject))} has the property "${at.name}", which ${
            at.only === undefined ? "is not documented" : `is ${at.only} and must not be in a ${context.direction}`
          }.`,
          ...(at.only !== undefined && { access: at.only }),
          value: secretName.test(at.name) ? "<redacted>" : showValue(at.value, undefined, this.#writtenAt(at.instancePath)),
          evidence: at.value,
        }),
      applied: (applied) => void observed?.applied.add(applied.id),
      property: (property) => void observed?.properties.add(property.id),
      enumValue: (listed, scalar) => observed?.enumValue(listed, scalar),
    };
    walk(this.#shapes[context.direction], schema, value, events);
    this.#observed = undefined;
    return inherited;
  }

  /** The numbers at or below a location that were read as others. */
  #writtenAt(location: string): readonly WrittenNumber[] {
    return this.#inexact.flatMap(({ instancePath, written }) =>
      isAtOrBelow(instancePath, location) ? [{ instancePath: instancePath.slice(location.length), written }] : [],
    );
  }

  /** The issue's path with `*` for indices and keys of maps, a missing or unwelcome property being part of it; and the innermost branch that it is about. */
  #placeIn(schema: Schema, root: unknown, issue: Issue, direction: Direction): { readonly path: string; readonly branch: string | undefined } {
    const shapes = this.#shapes[direction];
    let view: View | undefined = schema;
    let value = root;
    let path = "";
    let branch: string | undefined;
    const look = (shape: Shape | undefined): void => {
      for (const one of shape === undefined ? [] : shapes.schemas(shape)) branch = refusedBranch(shapes, one, value, issue) ?? branch;
    };
    for (const token of tokens(issue.instancePath)) {
      const shape: Shape | undefined = view === undefined ? undefined : shapes.of(view, value);
      look(shape);
      if (Array.isArray(value)) {
        path += "/*";
        view = shape && shapes.item(shape, Number(token));
      } else {
        const found = shape && shapes.property(shape, token);
        path += found?.isKey && found.view !== undefined ? "/*" : `/${escapeToken(token)}`;
        view = found?.view;
      }
      value = typeof value === "object" && value !== null && Object.hasOwn(value, token) ? (value as Record<string, unknown>)[token] : undefined;
    }
    if (view !== undefined) look(shapes.of(view, value));
    const named = propertyOf(issue);
    return { path: named === undefined ? path : `${path}/${escapeToken(named)}`, branch };
  }
}

export function placeOf(context: ValueContext): { readonly subject: Subject; readonly status?: string; readonly mediaType?: string } {
  return {
    subject: context.subject,
    ...(context.status === undefined ? {} : { status: context.status }),
    ...(context.mediaType === undefined ? {} : { mediaType: context.mediaType }),
  };
}

const secretName = /pass(?:word|wd)|secret|token|api_?key|authorization|credential|private_?key|cookie|signature|jwt/i;

function showOffending(issue: Issue, offending: unknown, numbers: readonly WrittenNumber[]): string {
  if (propertyOf(issue) !== undefined && issue.keyword === "required") return "nothing";
  const unwelcome = issue.keyword === "additionalProperties" || issue.keyword === "unevaluatedProperties" ? propertyOf(issue) : undefined;
  if (unwelcome !== undefined) return secretName.test(unwelcome) ? "<redacted>" : showValue(valueAt(offending, `/${escapeToken(unwelcome)}`));
  if (secretName.test(issue.instancePath) && typeof offending === "string") return '"<redacted>"';
  const name = tokens(issue.instancePath).findLast((token) => !/^\d+$/.test(token));
  return showValue(offending, name, numbers);
}

/** The object of the discriminator; without the property, the issue is at the object itself. */
function ownerOf(instancePath: string, tag: string): string {
  const last = `/${escapeToken(tag)}`;
  return instancePath.endsWith(last) ? instancePath.slice(0, -last.length) : instancePath;
}

function concernsWholeValue(issue: Issue, instancePath: string): boolean {
  return ["type", "oneOf", "anyOf", "discriminator"].includes(issue.keyword) && isAtOrBelow(instancePath, issue.instancePath);
}

function isAtOrBelow(instancePath: string, other: string): boolean {
  return `${instancePath}/`.startsWith(`${other}/`);
}

function propertyOf(issue: Issue): string | undefined {
  for (const name of ["missingProperty", "additionalProperty", "unevaluatedProperty", "propertyName"]) {
    const value = issue.params[name];
    if (typeof value === "string") return value;
  }
  return undefined;
}

/** An issue, with further locations of the document that constrain the same value equally. */
interface Cause extends Issue {
  readonly also: string[];
}

/**
 * One finding for each cause: a value of the wrong type also breaks every other keyword of the schema, and each `allOf` part
 * that repeats a constraint.
 */
function primary(issues: readonly Issue[]): Cause[] {
  const wrongType = new Set(issues.filter((issue) => issue.keyword === "type").map((issue) => `${issue.instancePath} ${parent(issue.schemaPath)}`));
  const causes = new Map<string, Cause>();
  for (const issue of issues) {
    if (issue.keyword !== "type" && wrongType.has(`${issue.instancePath} ${parent(issue.schemaPath)}`)) continue;
    const key = causeOf(issue);
    const cause = causes.get(key);
    if (cause === undefined) causes.set(key, { ...issue, also: [] });
    else if (cause.schemaPath !== issue.schemaPath && !cause.also.includes(issue.schemaPath)) cause.also.push(issue.schemaPath);
  }
  return [...causes.values()];
}

function causeOf(issue: Issue): string {
  return [issue.instancePath, issue.keyword, propertyOf(issue) ?? "", issue.keyword === "type" ? "" : issue.message].join("\u0000");
}

function parent(schemaPath: string): string {
  return schemaPath.slice(0, schemaPath.lastIndexOf("/"));
}

function sentence(issue: Issue, subject: Subject, branch: string | undefined): string {
  const within = branch === undefined ? "" : ` (branch ${branch})`;
  return `${placeText(issue.instancePath, subjectText(subject))} ${issue.message}${within}.`;
}
