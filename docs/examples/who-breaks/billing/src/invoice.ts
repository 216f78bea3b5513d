import type { paths } from "@tallystick/browser-sessions/types";
import createClient from "openapi-fetch";

const client = createClient<paths>({ baseUrl: "https://api.cloudflare.com/client/v4" });

/** Whether a session is charged: one that ended because it was idle is free. */
export async function isCharged(account: string, session: string): Promise<boolean> {
  const { data } = await client.GET("/accounts/{account_id}/browser-rendering/devtools/session/{session_id}", {
    params: { path: { account_id: account, session_id: session } },
  });
  return data?.closeReason !== "BrowserIdle";
}
