import ky from "ky";
import * as z from "zod";

const session = z.object({
  sessionId: z.uuid(),
  closeReason: z.union([z.int(), z.string()]).optional(),
  closeReasonText: z.string().optional(),
  connectionEndTime: z.number().optional(),
  connectionId: z.string().optional(),
  connectionStartTime: z.number().optional(),
  devtoolsFrontendUrl: z.string().optional(),
  endTime: z.number().optional(),
  lastUpdated: z.number().optional(),
  startTime: z.number().optional(),
  webSocketDebuggerUrl: z.string().optional(),
});
const sessions = z.array(session);

export function make(baseUrl, account, token) {
  const api = ky.create({ prefixUrl: baseUrl, headers: { authorization: `Bearer ${token}` } });
  return async (signal) =>
    sessions.parse(await api.get(`accounts/${account}/browser-rendering/devtools/session`, { searchParams: { limit: 200 }, signal }).json());
}
