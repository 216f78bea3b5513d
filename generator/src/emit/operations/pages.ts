import { paginationOf } from "../../model/extensions/pagination.js";
import { tokens } from "../../model/place.js";
import type { Schema, SchemaId } from "../../model/schemas/schema.js";
import { resolved } from "../../model/resolved.js";
import { code, raw, typeSymbol, type Code } from "../print/code.js";
import { runtimeSymbol, runtimeTypeSymbol } from "../print/runtime.js";
import type { OperationShape } from "./shape.js";

/** The pagination of an operation, from `x-tallystick-pagination`. */
export interface PagesShape {
  /** `listSessionsPages`. */
  readonly name: string;
  readonly docs: string;
  readonly type: (from: string) => Code;
  /** `ListSessionsItem` and its type: a name for functions that take an item. */
  readonly itemType: { readonly name: string; readonly type: Code };
  /** The descriptor that the runtime follows. */
  readonly value: Code;
  /** Whether the response gives the next page as another query of the same path. */
  readonly isLinked: boolean;
}

const nextBy = { offset: "byOffset", page: "byPage", cursor: "byCursor", link: "byLink" } as const;

export function pagesOf(shape: Omit<OperationShape, "pages">, name: string): PagesShape | undefined {
  const pagination = paginationOf(shape.plan.operation);
  if (pagination === undefined) return undefined;
  const body = shape.responses.find(({ success }) => success)?.bodies.find(({ kind }) => kind === "json");
  if (body === undefined) return undefined;

  const members = [code`next: ${runtimeSymbol("client/pages", nextBy[pagination.style])}`];
  for (const member of ["limit", "offset", "page", "parameter", "cursor", "link", "items", "more", "key"] as const) {
    const value = pagination[member];
    if (value === undefined || (member === "items" && value === "")) continue;
    members.push(member === "items" ? code`items: ${runtimeSymbol("client/pages", "itemsAt")}(${value})` : code`${raw(member)}: ${value}`);
  }
  const limit = shape.parameters.find(({ key }) => key === pagination.limit)?.parameter.schema?.annotations?.default;
  if (typeof limit === "number") members.push(code`size: ${limit}`);
  if (pagination.first !== undefined) members.push(code`first: ${pagination.first}`);

  const { functionName, typeName } = shape.plan;
  const item = `${typeName}Item`;
  return {
    name,
    docs: `The pages of \`${functionName}\`, each requested when the loop reaches it. \`.items()\` iterates over their items.${
      pagination.key === undefined ? "" : ` Items of an earlier page with the same \`${pagination.key.replaceAll("`", "'")}\` are skipped.`
    }`,
    type: (from) => code`${runtimeTypeSymbol("client/pages", "Pages")}<${typeSymbol(from, shape.resultType)}, ${typeSymbol(from, item)}>`,
    itemType: { name: item, type: itemType(raw(shape.resultType), body.plan?.schema, pagination.items ?? "", shape.schemas) },
    isLinked: pagination.style === "link",
    value: code`{ ${members.length === 0 ? raw("") : joined(members)} }`,
  };
}

function joined(members: readonly Code[]): Code {
  return members.reduce((list, member) => code`${list}, ${member}`);
}

/** The type of one item: the element at the pointer, `unknown` if the schema does not describe it. */
function itemType(result: Code, schema: Schema | undefined, items: string, schemas: ReadonlyMap<SchemaId, Schema>): Code {
  let current = resolved(schema, schemas);
  let type = code`NonNullable<${result}>`;
  for (const step of items === "" ? [] : tokens(items.startsWith("#") ? items : `#${items}`)) {
    current = resolved(current?.object?.properties?.get(step), schemas);
    type = code`NonNullable<${type}[${step}]>`;
  }
  return current?.array?.items === undefined || current.array.prefixItems !== undefined ? raw("unknown") : code`${type}[number]`;
}
