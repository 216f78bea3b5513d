export type { Access } from "./access.js";
export { mockApplication, startMockServer, type MockServer, type MockServerOptions } from "./server.js";
