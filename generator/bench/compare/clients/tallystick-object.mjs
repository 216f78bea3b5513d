import { createClient } from "@tallystick/browser-sessions";

export function make(baseUrl, account, token) {
  const client = createClient({ baseUrl, accountId: account, apiToken: token });
  return (signal) => client.listSessions({ limit: 200 }, { signal });
}
