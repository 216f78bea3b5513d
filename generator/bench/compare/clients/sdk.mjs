import Cloudflare from "cloudflare";

export function make(baseUrl, account, token) {
  const client = new Cloudflare({ baseURL: baseUrl, apiToken: token });
  return (signal) => client.browserRendering.devtools.session.list({ account_id: account, limit: 200 }, { signal });
}
