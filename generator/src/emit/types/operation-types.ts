import type ts from "typescript";
import { printType } from "./print-members.js";
import { compiler, transformOperationObject, type OperationObject, type TransformNodeOptions } from "./transforms.js";
import type { PreparedOperation, PreparedParameter, Reference } from "./write-document.js";

/** Where the parts of an operation stand in the text of types.ts. */
const partIndent = " ".repeat(8);
const answerIndent = " ".repeat(12);

type Transformed = readonly [parameters: ts.PropertySignature, body: ts.PropertySignature, responses: ts.PropertySignature];

/**
 * The types of operations. What several of them say in the same words, as most do of failures and of whom they ask for, is made and printed once:
 * a third of what the operations of github.json and cloudflare.json say, seven tenths of what those of kubernetes.json do.
 */
export class OperationTypes {
  readonly #options: TransformNodeOptions;
  readonly #parts = new Map<string, ts.TypeElement>();
  /** What an operation has that says nothing. */
  readonly #nothing: Transformed;

  constructor(options: TransformNodeOptions) {
    this.#options = options;
    this.#nothing = this.#transformed({});
  }

  type(operation: PreparedOperation): ts.TypeNode {
    const { parameters, requestBody, responses } = operation;
    const [noParameters, noBody, noAnswers] = this.#nothing;
    const answers = Object.entries(responses).map(([status, response]) =>
      this.#part(`response ${status}`, response, answerIndent, () => {
        const [, , all] = this.#transformed({ responses: { [status]: response } });
        return (all.type as ts.TypeLiteralNode).members[0] as ts.PropertySignature;
      }),
    );
    return compiler.factory.createTypeLiteralNode([
      parameters.length === 0 ? noParameters : this.#part("parameters", parameters, partIndent, () => this.#parameters(parameters)),
      requestBody === undefined ? noBody : this.#part("requestBody", requestBody, partIndent, () => this.#transformed({ requestBody })[1]),
      answers.length === 0 ? noAnswers : withType(noAnswers, compiler.factory.createTypeLiteralNode(answers)),
    ]);
  }

  #transformed(operation: Partial<PreparedOperation>): Transformed {
    return transformOperationObject(operation as OperationObject, this.#options) as unknown as Transformed;
  }

  /** A whole query string (OpenAPI 3.2 `in: querystring`) has a place of its own beside the four that openapi-typescript knows. */
  #parameters(parameters: PreparedOperation["parameters"]): ts.PropertySignature {
    const whole = parameters.filter(isQuerystring);
    const others = this.#transformed({ parameters: parameters.filter((parameter) => !isQuerystring(parameter)) })[0];
    if (whole.length === 0) return others;
    const query = this.#transformed({ parameters: whole.map((parameter) => ({ ...parameter, in: "query" as const })) })[0];
    const [place] = (query.type as ts.TypeLiteralNode).members as readonly ts.TypeElement[] as readonly [ts.PropertySignature];
    const renamed = compiler.factory.createPropertySignature(undefined, "querystring", place.questionToken, place.type);
    return withType(others, compiler.factory.createTypeLiteralNode([...(others.type as ts.TypeLiteralNode).members, renamed]));
  }

  #part(kind: string, said: unknown, indent: string, make: () => ts.PropertySignature): ts.TypeElement {
    const key = `${kind} ${exactly(said)}`;
    let part = this.#parts.get(key);
    if (part === undefined) {
      const made = make();
      const text = printType(made.type, indent);
      // A name is printed as it is, so a text that stands in the place of one is, too.
      part = text === undefined ? made : withType(made, compiler.factory.createTypeReferenceNode(text));
      this.#parts.set(key, part);
    }
    return part;
  }
}

function isQuerystring(parameter: PreparedParameter | Reference): parameter is PreparedParameter {
  return "in" in parameter && parameter.in === "querystring";
}

/** Different texts for what differs: JSON has one for null and for a number that is too large, which its parsers read as infinite. */
function exactly(said: unknown): string {
  const text = JSON.stringify(said);
  if (!text.includes("null")) return text;
  return JSON.stringify(said, (_, value: unknown) => (typeof value === "number" && !Number.isFinite(value) ? { [value]: true } : value));
}

/** The same property of another type, with the comment that it has. */
function withType(property: ts.PropertySignature, type: ts.TypeNode): ts.PropertySignature {
  const { modifiers, name, questionToken } = property;
  const other = compiler.factory.createPropertySignature(modifiers as readonly ts.Modifier[] | undefined, name, questionToken, type);
  const comments = compiler.getSyntheticLeadingComments(property);
  return comments === undefined ? other : compiler.setSyntheticLeadingComments(other, comments);
}
