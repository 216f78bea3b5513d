import { parseXml } from "../../../generator/src/index.js";
import { readBody } from "../../../contract-tests/src/observe/checks/read-body.js";
import { postToMock } from "../shop-mock.js";
import type { Target } from "../target.js";

/** A body of XML, for the mock server and `verify`. */
export const target: Target = {
  seeds: [
    '<?xml version="1.0" encoding="UTF-8"?>\n<Thing><name>lamp</name><size>3</size><tags>a</tags><tags>b</tags></Thing>',
    '<t:Thing xmlns:t="https://shop.example/things" t:id="1"><name><![CDATA[a ]] > b]]></name><!-- c --><?pi x?></t:Thing>',
    "<Thing><name>&lt;&#x1F600;&amp;&quot;</name><parent><Thing><name>inner</name></Thing></parent></Thing>",
    '<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;">]><a>&z;</a>',
  ],
  async read(input) {
    const text = input.toString();
    const root = parseXml(text);
    if ("fault" in root && !(root.line >= 1 && root.column >= 0)) throw new Error(`A fault is at ${root.line}:${root.column}.`);
    readBody({ kind: "binary", bytes: input }, "application/xml", false);
    await postToMock(new Uint8Array(input), "application/xml");
  },
};
