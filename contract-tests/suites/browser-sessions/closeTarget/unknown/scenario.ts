import { scenario } from "../../../support/scenario.js";

export default scenario({
  title: "a tab that there never was is refused with text that calls itself JSON",
  shows: { operation: "closeTarget", status: 404 },
  source: "emulator",
  deviations: ["closing-unknown-text"],
  async run({ client, expect, open }) {
    const session_id = await open();
    const outcome = await client.closeTarget({ session_id, target_id: "decade" }).safe();
    expect(outcome.error).toMatchObject({ status: 404 });
    expect(outcome.error?.message).toContain("No such target id");
  },
});
