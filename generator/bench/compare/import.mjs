// How long one module takes to import, in a process that has done nothing else.
const start = performance.now();
await import(process.argv[2]);
process.stdout.write(String(performance.now() - start));
