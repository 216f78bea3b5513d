import { createClient, createConfig } from "@compare/hey-api-object/client";
import { Sdk } from "@compare/hey-api-object/sdk.gen";

export function make(baseUrl, account, token) {
  const client = createClient(createConfig({ baseUrl, headers: { authorization: `Bearer ${token}` }, throwOnError: true }));
  const sdk = new Sdk({ client });
  return async (signal) => (await sdk.listSessions({ path: { account_id: account }, query: { limit: 200 }, signal })).data;
}
