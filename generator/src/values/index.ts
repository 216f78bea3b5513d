export { accepts, failures, type Failure, type Schemas } from "./evaluate.js";
export { heightsOf } from "./heights.js";
export { invalidVariants, type Assertion, type Unbreakable, type Variant, type Variants } from "./invalid/variants.js";
export { exampleOf, full, minimal, seeded, synthesise, type Synthesis, type SynthesisOptions } from "./synthesise.js";
