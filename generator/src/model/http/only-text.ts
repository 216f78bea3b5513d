import type { Header } from "../api.js";

/** The one text that a header may have, where its schema says so. */
export function onlyText({ schema, content }: Pick<Header, "schema" | "content">): string | undefined {
  const { const: constant, enum: values = [] } = schema ?? content?.schema ?? {};
  const value = constant ?? (values.length === 1 ? values[0] : undefined);
  return typeof value === "string" ? value : undefined;
}
