import { scenario } from "../../../support/scenario.js";

export default scenario({
  title: "the confirmation comes as text that calls itself JSON, and the client says so",
  shows: { operation: "activateTarget", status: 200 },
  source: "emulator",
  deviations: ["activated-text"],
  async run({ api, client, expect, open }) {
    const session_id = await open();
    const { id } = await client.openTarget({ session_id });
    await expect(client.activateTarget({ session_id, target_id: id })).rejects.toThrow(api.UnreadableBodyError);
  },
});
