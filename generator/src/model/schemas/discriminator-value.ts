import type { Schema } from "./schema.js";

/** What an extension says of the value by which a discriminator chooses a schema: AutoRest's, and that of Swagger Codegen and its heirs. */
export function discriminatorValue({ annotations }: Schema): string | undefined {
  const { extensions } = annotations ?? {};
  const said = extensions?.["x-ms-discriminator-value"] ?? extensions?.["x-discriminator-value"];
  return typeof said === "string" ? said : undefined;
}
