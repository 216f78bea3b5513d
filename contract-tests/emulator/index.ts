export { chooseBrowser } from "./browser.js";
export { limitations, writeParams, type Capability, type Limitation } from "./capabilities.js";
export { allCrashes, crashLine, surviveOneCrash, type Crash } from "./crashes.js";
export { sharedEmulator, startEmulator, type Emulator, type RunningEmulator } from "./start-emulator.js";
