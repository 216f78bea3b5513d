import { connect, listSessions } from "@tallystick/browser-sessions/operations";

export function make(baseUrl, account, token) {
  const connection = connect({ baseUrl, accountId: account, apiToken: token });
  return (signal) => listSessions(connection, { limit: 200 }, { signal });
}
