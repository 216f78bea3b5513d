// One call of a generated client. node client.mjs CLIENT URL OPERATION
const [, , path, baseUrl, wanted] = process.argv;
const { createClient } = await import(path);
const [name, form] = wanted.split(" ");
const call = createClient({ baseUrl, timeout: 120_000 })[name]();
let count = 0;
try {
  if (form === "stream") for await (const chunk of (await call.asResponse()).body) count += chunk.length;
  else if (name === "getLines") for await (const item of call) count += item.text.length;
  else {
    const data = await call;
    count = data.size ?? data.length;
  }
  console.log(`received ${count}`);
} catch (error) {
  console.log(`${error.name}: ${error.message}`);
}
