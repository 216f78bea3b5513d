// Read with `skipLibCheck: false`: what the package declares compiles by itself, without the types of Node.
import { createClient, type Client } from "@tallystick/browser-sessions";
import { listSessions200, session } from "@tallystick/browser-sessions/fixtures";
import { mockOperations } from "@tallystick/browser-sessions/mocks";
import { listSessions } from "@tallystick/browser-sessions/operations";
import type { components, operations, paths } from "@tallystick/browser-sessions/types";
import { isSession, parseSession } from "@tallystick/browser-sessions/validators";

export const client: Client = createClient({ accountId: "a", apiToken: "any" });
export const ids: Promise<string[]> = client.listSessions().then((sessions) => sessions.map(({ sessionId }) => sessionId));
export const isLimited: Promise<boolean> = client
  .listSessions()
  .safe()
  .then((result) => !result.ok && result.status === 429);
export const parsed: components["schemas"]["Session"] = parseSession(session.example);
export const checked: boolean = isSession(listSessions200.example[0]) && mockOperations.length > 0;
export type ListSessions = operations["listSessions"] | paths[keyof paths];
export { listSessions };
