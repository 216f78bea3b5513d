export { mockApplication, startMockServer, type MockServer, type MockServerOptions } from "./server.js";
