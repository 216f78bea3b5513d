export { startEmulator, type Emulator } from "./start-emulator.js";
