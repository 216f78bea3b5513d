import { contract } from "@tallystick/contract";

await contract({ spec: "openapi.yaml", recordings: "recordings" });
