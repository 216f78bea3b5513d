import type { paths } from "@tallystick/browser-sessions/types";
import createClient from "openapi-fetch";

const client = createClient<paths>({ baseUrl: "https://api.cloudflare.com/client/v4" });

/** The ids of the sessions, the newest first. */
export async function newest(account: string): Promise<readonly string[]> {
  const { data } = await client.GET("/accounts/{account_id}/browser-rendering/devtools/session", {
    params: { path: { account_id: account }, query: { limit: 20 } },
  });
  const sessions = [...(data ?? [])].sort((a, b) => (b.startTime ?? 0) - (a.startTime ?? 0));
  return sessions.map(({ sessionId }) => sessionId);
}
