// What tests import as "fast-check". Each run tries the same values, so a failure can be repeated and belongs to the change that is tested.
// `TALLYSTICK_SEED=7` tries other values: the nightly job sets another number each night.
import * as fc from "../node_modules/fast-check/lib/fast-check.js";

fc.configureGlobal({ seed: Number(process.env["TALLYSTICK_SEED"] ?? 20_261_130) | 0 });

export * from "../node_modules/fast-check/lib/fast-check.js";
export default fc;
