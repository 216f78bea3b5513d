import type { Header } from "../api.js";

/** The only value that a header's schema allows. */
export function onlyText({ schema, content }: Pick<Header, "schema" | "content">): string | undefined {
  const { const: constant, enum: values = [] } = schema ?? content?.schema ?? {};
  const value = constant ?? (values.length === 1 ? values[0] : undefined);
  return typeof value === "string" ? value : undefined;
}
