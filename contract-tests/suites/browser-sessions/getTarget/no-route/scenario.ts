import { scenario } from "../../../support/scenario.js";

export default scenario({
  title: "a tab that is in the list is not found by its id",
  shows: { operation: "getTarget", status: 404 },
  source: "emulator",
  deviations: ["target-route-missing"],
  async run({ client, expect, open }) {
    const session_id = await open();
    const { id } = await client.openTarget({ session_id });
    const outcome = await client.getTarget({ session_id, target_id: id }).safe();
    expect(outcome.error).toMatchObject({ status: 404 });
  },
});
