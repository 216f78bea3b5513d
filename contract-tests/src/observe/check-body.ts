import { escapeToken, tokens, type ApiModel, type Schema } from "tallystick/model";
import type { BodySeen } from "../coverage/seen.js";
import { subjectText, type Subject } from "../findings/finding.js";
import { hideSecrets, showValue } from "../findings/show.js";
import type { CompiledModel, Direction, Issue } from "./compiled.js";
import { explain, refusedBranch, Unions, valueAt } from "./explain.js";
import type { Add } from "./add.js";
import { Shapes, type Shape, type View } from "./shape.js";
import { walk, type WalkEvents } from "./walk.js";

/** What the findings about one value have in common. */
export interface ValueContext {
  readonly direction: Direction;
  readonly subject: Subject;
  readonly status?: string;
  readonly mediaType?: string;
  readonly seen?: BodySeen;
  readonly add: Add;
}

/** Checks values against schemas: violations explained, undocumented fields, and what was met of the schema. */
export class BodyCheck {
  readonly unions: Unions;
  readonly #shapes: Readonly<Record<Direction, Shapes>>;
  #seen: BodySeen | undefined;

  constructor(
    readonly model: ApiModel,
    readonly compiled: CompiledModel,
  ) {
    this.unions = new Unions(model);
    const onBranch = (branch: Schema): void => void this.#seen?.branches.add(branch.id);
    this.#shapes = { request: new Shapes(model, compiled, "request", onBranch), response: new Shapes(model, compiled, "response", onBranch) };
  }

  check(schema: Schema, value: unknown, context: ValueContext): void {
    this.violations(schema, value, context);
    this.#fields(schema, value, context);
  }

  violations(schema: Schema, value: unknown, context: ValueContext): void {
    const rules = this.compiled.rules(schema, context.direction);
    if (rules.is(value)) return;
    const issues = primary(explain(this.unions, this.compiled, context.direction, value, rules.check(value)));
    for (const issue of issues) {
      const offending = valueAt(value, issue.instancePath);
      const { tag } = issue.params;
      const { path, branch } = this.#placeIn(schema, value, issue, context.direction);
      context.add({
        class: "schema-violation",
        ...placeOf(context),
        instancePath: issue.instancePath,
        path,
        schemaPath: issue.schemaPath,
        keyword: issue.keyword,
        message: hideSecrets(sentence(issue, context.subject, branch)),
        value: showOffending(issue, offending),
        // A tag is wrong for the object that it stands in.
        ...(typeof tag === "string" ? { tag, evidence: valueAt(value, ownerOf(issue.instancePath, tag)) } : { evidence: offending }),
      });
    }
  }

  #fields(schema: Schema, value: unknown, context: ValueContext): void {
    this.#seen = context.seen;
    const { seen } = context;
    const events: WalkEvents = {
      undocumentedField: (at) =>
        context.add({
          class: "undocumented-field",
          ...placeOf(context),
          instancePath: at.instancePath,
          path: at.path,
          schemaPath: at.schemaPath,
          keyword: "properties",
          message: at.writeOnly
            ? `Property "${at.name}" is writeOnly, so no answer should have it.`
            : `Property "${at.name}" is not documented here.`,
          value: secretName.test(at.name) ? "<redacted>" : showValue(at.value),
          evidence: at.value,
        }),
      applied: (applied) => void seen?.applied.add(applied.id),
      property: (property) => void seen?.properties.add(property.id),
      enumValue: (listed, scalar) => seen?.enumValue(listed, scalar),
    };
    walk(this.#shapes[context.direction], schema, value, events);
    this.#seen = undefined;
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

function showOffending(issue: Issue, offending: unknown): string {
  if (propertyOf(issue) !== undefined && issue.keyword === "required") return "nothing";
  return secretName.test(issue.instancePath) && typeof offending === "string" ? '"<redacted>"' : showValue(offending);
}

/** The object that a tag stands in; the issue is at the object itself when the tag is not there. */
export function ownerOf(instancePath: string, tag: string): string {
  const last = `/${escapeToken(tag)}`;
  return instancePath.endsWith(last) ? instancePath.slice(0, -last.length) : instancePath;
}

function propertyOf(issue: Issue): string | undefined {
  for (const name of ["missingProperty", "additionalProperty", "unevaluatedProperty", "propertyName"]) {
    const value = issue.params[name];
    if (typeof value === "string") return value;
  }
  return undefined;
}

/** One cause, one finding: a value of the wrong type breaks every other keyword of the same schema as well. */
function primary(issues: readonly Issue[]): Issue[] {
  const wrongType = new Set(issues.filter((issue) => issue.keyword === "type").map((issue) => `${issue.instancePath} ${parent(issue.schemaPath)}`));
  const seen = new Set<string>();
  return issues.filter((issue) => {
    if (issue.keyword !== "type" && wrongType.has(`${issue.instancePath} ${parent(issue.schemaPath)}`)) return false;
    const key = `${issue.instancePath} ${issue.schemaPath} ${propertyOf(issue) ?? ""}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function parent(schemaPath: string): string {
  return schemaPath.slice(0, schemaPath.lastIndexOf("/"));
}

function sentence(issue: Issue, subject: Subject, branch: string | undefined): string {
  const whole = subjectText(subject);
  const where = issue.instancePath === "" ? `${whole.charAt(0).toUpperCase()}${whole.slice(1)}` : `"${issue.instancePath}"`;
  const within = branch === undefined ? "" : ` (branch ${branch})`;
  return `${where} ${issue.message}${within}.`;
}
