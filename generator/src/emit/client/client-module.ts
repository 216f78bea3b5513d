import type { ClientGroup } from "../../plan/plan.js";
import { block } from "../print/block.js";
import { code, join, literal, propertyKey, raw, symbol, typed, typeSymbol, type Code } from "../print/code.js";
import type { SourceModule, Statement } from "../print/file.js";
import { runtimeModule } from "../../files/runtime-folder.js";
import type { OperationShape } from "../operations/shape.js";
import { hasStream } from "../operations/bodies.js";
import { runtime, runtimeType } from "../operations/runtime.js";
import { memberOf, methodOf } from "./member.js";

const streamTypes: Statement = { kind: "reexport", from: runtimeModule("client/streams/index"), typeOnly: true };
const operations = symbol("operations/index", "* as operations");

/** `client.ts`: every operation as a method of one object. Types and documentation of a method are those of the operation's function. */
export function clientModule(title: string, shapes: readonly OperationShape[], groups: readonly ClientGroup[] = []): SourceModule {
  const own = shapes.filter(({ plan }) => plan.method === undefined);
  const members = (group: ClientGroup): OperationShape[] => shapes.filter(({ plan }) => plan.method?.group === group.name);
  const names = own.flatMap(functionsOf).map(({ name }) => name);
  const methods = methodsType(names.filter((name) => memberOf(name) === name));
  const properties = [
    ...groups.map(({ name, typeName, description = "" }) => ({ name, docs: description, type: raw(typeName), readonly: true })),
    ...own.flatMap(methodProperties).filter(({ name }) => !names.includes(name)),
  ];
  const methodsCode = block(own.flatMap(methodMembers), groups.length === 0 ? 2 : 4);
  const all = groups.map((group) => {
    const list = block(members(group).flatMap(methodMembers), 4);
    return code`${raw(group.name)}: ${runtime("connection", "methods")}${typed(raw(`<${group.typeName}>`))}(connection, ${list})`;
  });
  if (own.length > 0) all.push(code`...${runtime("connection", "methods")}(connection, ${methodsCode})`);
  const connect = code`${symbol("connection", "connect")}(options)`;
  return {
    path: "client",
    statements: [
      { kind: "reexport", from: "connection" },
      { kind: "reexport", from: runtimeModule("client/index") },
      // Few documents have streams. The others do without their modules.
      ...(shapes.some(hasStream) ? [streamTypes] : []),
      ...groups.map((group): Statement => groupInterface(group, members(group))),
      {
        kind: "interface",
        name: "Client",
        docs: `${title}: every operation as a method${groups.length === 0 ? "" : ", in a group for each tag"}.`,
        exported: true,
        extends: [code`${typeSymbol("connection", "Connection")}`, ...(methods === undefined ? [] : [methods])],
        properties,
      },
      {
        kind: "function",
        name: "createClient",
        docs: "A client with every operation. For smaller bundles, use `connect` and the functions of `operations`.",
        exported: true,
        parameters: [{ name: "options", type: code`${typeSymbol("connection", "ClientOptions")}`, initializer: code`{}` }],
        returnType: code`Client`,
        body:
          groups.length === 0
            ? code`return ${runtime("connection", "facade")}${typed(raw("<Client>"))}(${connect}, ${methodsCode});`
            : code`const connection = ${connect};\nreturn Object.assign(connection, ${block(all, 2)})${typed(raw(" as Client"))};`,
      },
    ],
  };
}

function groupInterface({ name, typeName, tag, description }: ClientGroup, shapes: readonly OperationShape[]): Statement {
  const properties = shapes.flatMap(methodProperties);
  return { kind: "interface", name: typeName, docs: description ?? `\`${name}\`: the operations of the tag ${tag}.`, exported: true, properties };
}

function methodProperties(shape: OperationShape) {
  return functionsOf(shape).map(({ name, docs }) => ({
    name: methodOf(shape.plan, name),
    docs,
    type: code`${runtimeType("connection", "Method")}<typeof ${operations}.${raw(name)}>`,
    readonly: true,
  }));
}

/** The functions of an operation that take a connection. */
function functionsOf({ plan, docs, pages, disposal }: OperationShape): readonly { readonly name: string; readonly docs: string }[] {
  return [{ name: plan.functionName, docs }, ...[pages, disposal].filter((more) => more !== undefined)];
}

function methodMembers(shape: OperationShape): Code[] {
  return functionsOf(shape).map(({ name }) => code`${raw(propertyKey(methodOf(shape.plan, name)))}: ${operations}.${raw(name)}`);
}

/** Methods that are called like their functions. */
function methodsType(names: readonly string[]): Code | undefined {
  if (names.length === 0) return undefined;
  const list = names.map((name) => raw(literal(name)));
  return code`${runtimeType("connection", "Methods")}<typeof ${operations},\n  | ${join(list, "\n  | ")}\n>`;
}
