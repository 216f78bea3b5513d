import { scenario } from "../../../support/scenario.js";

export default scenario({
  title: "the reference page's example is read, its reason as the text that it is",
  shows: { operation: "listSessions", status: 200 },
  source: "documentation",
  async run({ client, expect }) {
    const [session] = await client.listSessions();
    expect(session).toMatchObject({ sessionId: "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e", closeReason: "closeReason", lastUpdated: 0 });
  },
});
