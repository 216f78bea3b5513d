import type { Schema } from "./schema.js";

/** The discriminator value of a schema according to an extension: AutoRest's, or that of Swagger Codegen and its successors. */
export function discriminatorValue({ annotations }: Schema): string | undefined {
  const { extensions } = annotations ?? {};
  const stated = extensions?.["x-ms-discriminator-value"] ?? extensions?.["x-discriminator-value"];
  return typeof stated === "string" ? stated : undefined;
}
