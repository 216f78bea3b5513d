import { scenario } from "../../../support/scenario.js";

export default scenario({
  title: "a limit and an offset inside their bounds change nothing, and the pages end all the same",
  shows: { operation: "listSessions", status: 200 },
  source: "emulator",
  deviations: ["paging-ignored"],
  async run({ client, expect, open }) {
    const opened = [await open(), await open()];
    expect(await client.listSessions({ limit: 1 })).toHaveLength(2);
    expect(await client.listSessions({ offset: 1 })).toHaveLength(2);
    const ids: string[] = [];
    for await (const session of client.listSessionsPages({ limit: 1 }).items()) ids.push(session.sessionId);
    expect(ids.toSorted()).toEqual(opened.toSorted());
  },
});
