export { accepts, failures, type Failure, type Schemas } from "./evaluate.js";
export { heightsOf } from "./heights.js";
export { exampleOf, full, minimal, seeded, synthesise, type Synthesis, type SynthesisOptions } from "./synthesise.js";
