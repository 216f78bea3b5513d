// npm run bench:live [-- --api NAME…] [--fault NAME…] [--every N] [--seeds N] [--seed N] [--scripts] [--time SECONDS] [--json FILE] [--markdown FILE]
import { tallystick } from "../../../generator/bench/peers.mjs";
import { runBench } from "../vitest.mjs";

await runBench("live/bench.ts", { parameters: process.argv.slice(2), versions: { tallystick } });
