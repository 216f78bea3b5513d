import { scenario } from "../../../support/scenario.js";

export default scenario({
  title: "the tabs of a new browser are listed",
  shows: { operation: "listTargets", status: 200 },
  source: "emulator",
  async run({ client, expect, open }) {
    const session_id = await open();
    const targets = await client.listTargets({ session_id });
    expect(targets.find(({ type }) => type === "page")).toMatchObject({ url: "about:blank", webSocketDebuggerUrl: expect.stringMatching(/^wss?:/) });
  },
});
