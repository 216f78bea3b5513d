import { BaseSession } from "cloudflare/resources/browser-rendering/devtools/session";
import { createClient } from "cloudflare/tree-shakable";

export function make(baseUrl, account, token) {
  const client = createClient({ baseURL: baseUrl, apiToken: token, resources: [BaseSession] });
  return (signal) => client.browserRendering.devtools.session.list({ account_id: account, limit: 200 }, { signal });
}
