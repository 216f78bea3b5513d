export { accepts, failures, type Failure, type Schemas } from "./evaluate.js";
export { hidden } from "./properties.js";
export { heightsOf } from "./heights.js";
export { hasType, same, type Token } from "./json.js";
export { invalidVariants, type Assertion, type Unbreakable, type Variant, type VariantOptions, type Variants } from "./invalid/variants.js";
export { textsOf } from "./pattern.js";
export { shelfOf, type Origin } from "./shelf.js";
export { exampleOf, full, hasFull, minimal, seeded, synthesise, type Synthesis, type SynthesisOptions } from "./synthesise.js";
