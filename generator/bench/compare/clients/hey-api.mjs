import { createClient, createConfig } from "@compare/hey-api/client";
import { listSessions } from "@compare/hey-api/sdk.gen";

export function make(baseUrl, account, token) {
  const client = createClient(createConfig({ baseUrl, headers: { authorization: `Bearer ${token}` }, throwOnError: true }));
  return async (signal) => (await listSessions({ client, path: { account_id: account }, query: { limit: 200 }, signal })).data;
}
