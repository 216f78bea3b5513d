import { scenario } from "../../../support/scenario.js";

export default scenario({
  title: "reports a text confirmation with the content type of JSON",
  shows: { operation: "activateTarget", status: 200 },
  source: "emulator",
  deviations: ["activated-text"],
  async run({ api, client, expect, open }) {
    const session_id = await open();
    const { id } = await client.openTarget({ session_id });
    await expect(client.activateTarget({ session_id, target_id: id })).rejects.toThrow(api.UnreadableBodyError);
  },
});
