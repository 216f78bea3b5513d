import { scenario } from "../../../support/scenario.js";

export default scenario({
  title: "the documented confirmation is read",
  shows: { operation: "closeTarget", status: 200 },
  source: "documentation",
  async run({ client, expect }) {
    const { message } = await client.closeTarget({
      session_id: "1909cef7-23e8-4394-bc31-27404bf4348f",
      target_id: "8E598E996530FB09E46A22B8B7754F7F",
    });
    expect(message).toBe("Target is closing.");
  },
});
