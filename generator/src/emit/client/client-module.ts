import { code, join, raw, symbol, typed, typeSymbol, type Code } from "../print/code.js";
import type { SourceModule } from "../print/file.js";
import { callType } from "../operations/bodies.js";
import type { OperationShape } from "../operations/shape.js";
import { memberOf } from "./member.js";

/** `client.ts`: every operation as a method of one object. */
export function clientModule(title: string, shapes: readonly OperationShape[]): SourceModule {
  const functions = new Set(shapes.flatMap(({ plan, pages, disposal }) => [plan.functionName, pages?.name ?? "", disposal?.name ?? ""]));
  // Locals of the generated function: an operation of the same name would be hidden by them.
  const [connection, parameters, options] = ["connection", "parameters", "more"].map((name) => raw(functions.has(name) ? `${name}_` : name)) as [
    Code,
    Code,
    Code,
  ];
  const methods: { readonly name: string; readonly docs: string; readonly type: Code; readonly value: Code }[] = [];
  for (const shape of shapes) {
    const { plan } = shape;
    const from = `operations/${plan.file}`;
    const add = (name: string, docs: string, returns: Code): void => {
      const type = code`(parameters${raw(shape.optional ? "?" : "")}: ${typeSymbol(from, shape.parametersType)}, options?: ${typeSymbol("connection", "CallOptions")}) => ${returns}`;
      const value = code`(${parameters}, ${options}) => ${symbol(from, name)}(${connection}, ${parameters}, ${options})`;
      methods.push({ name: memberOf(name), docs, type, value });
    };
    add(plan.functionName, shape.docs, callType(shape, from));
    for (const more of [shape.pages, shape.disposal]) if (more !== undefined) add(more.name, more.docs, more.type(from));
  }
  const list =
    methods.length === 0
      ? code`{}`
      : code`{\n  ${join(
          methods.map(({ name, value }) => code`${raw(name)}: ${value}`),
          ",\n  ",
        )},\n}`;
  return {
    path: "client",
    statements: [
      { kind: "reexport", from: "connection" },
      { kind: "reexport", from: "runtime/client/index" },
      {
        kind: "interface",
        name: "Client",
        docs: `${title}: every operation as a method.`,
        exported: true,
        extends: [code`${typeSymbol("connection", "Connection")}`],
        properties: methods.map(({ name, docs, type }) => ({ name, docs, type, readonly: true })),
      },
      {
        kind: "function",
        name: "createClient",
        docs: "A client with every operation. For smaller bundles, use `connect` and the functions of `operations`.",
        exported: true,
        parameters: [{ name: "options", type: code`${typeSymbol("connection", "ClientOptions")}`, initializer: code`{}` }],
        returnType: code`Client`,
        body: code`const ${connection} = ${symbol("connection", "connect")}(options);\nreturn ${symbol("runtime/client/connection", "facade")}${typed(raw("<Client>"))}(${connection}, ${list});`,
      },
    ],
  };
}
