import { redact, whatIsSecret } from "../../../contract-tests/src/traffic/redact/redact.js";
import type { Interaction } from "../../../contract-tests/src/traffic/interaction.js";
import type { Target } from "../target.js";

const secret = "q7Vw2kPz9LmXt4Rb";
const base64 = Buffer.from(secret).toString("base64");

/** A media type in the first line, and a body in the others, of a server that repeats a credential that was sent. */
export const target: Target = {
  seeds: [
    `application/json\n{"you sent":"${secret}","token":"abc12345","nested":{"password":["a","b"]},"url":"https://a.example/?access_token=${secret}&x=1"}`,
    `application/json\n"{\\"inner\\":\\"${secret}\\"}"`,
    `text/html; charset=utf-8\n<p title="${secret}">${secret}</p><input name=password value="hunter2">`,
    `application/x-www-form-urlencoded\na=1&token=${secret}&b=${base64}`,
    `text/csv\nname,password,note\na,"x ""y""",${secret}\n`,
    `application/x-ndjson\n{"a":"${secret}"}\n{"api_key":"zzzzzzzz"}\n`,
    `text/event-stream\nevent: x\ndata: {"secret":"${secret}"}\n\n: comment ${secret}\n\n`,
    `multipart/form-data; boundary=b\n--b\r\nContent-Disposition: form-data; name="token"\r\n\r\n${secret}\r\n--b--\r\n`,
    `application/xml\n<a token="${secret}"><password>${secret}</password><![CDATA[${secret}]]></a>`,
    `text/plain\nAuthorization: Bearer ${secret}\n-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n`,
  ],
  read(input) {
    const whole = input.toString();
    const end = whole.indexOf("\n");
    const type = (end < 0 ? "" : whole.slice(0, end)).replace(/[^\x20-\x7e]/g, "");
    const interaction: Interaction = {
      request: { method: "GET", url: `https://api.example/a?key=${secret}`, headers: [["authorization", `Bearer ${secret}`]] },
      response: { status: 200, headers: [["content-type", type]], body: { kind: "text", text: end < 0 ? whole : whole.slice(end + 1) } },
      origin: "fuzz#1",
    };
    const interactions = redact([interaction]);
    if (JSON.stringify(interactions).includes(secret)) throw new Error(`A sent credential is left in a body of the type "${type}".`);
    const left = whatIsSecret({ interactions });
    if (left.length > 0) throw new Error(`Redacting once more changes ${left.join(", ")}.`);
  },
};
