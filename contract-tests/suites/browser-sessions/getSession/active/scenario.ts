import { scenario } from "../../../support/scenario.js";

export default scenario({
  title: "a session that was made is found",
  shows: { operation: "getSession", status: 200 },
  source: "emulator",
  async run({ client, expect, open }) {
    const session_id = await open();
    expect(await client.getSession({ session_id })).toEqual({ sessionId: session_id, startTime: expect.any(Number) });
  },
});
