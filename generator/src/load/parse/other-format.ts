/** What a file is that is neither YAML nor JSON, by how it begins: what people hand over instead most often. */
export function otherFormat(text: string): string | undefined {
  const whole = text.slice(0, 4096);
  const start = whole.replace(/^(?:\s|#.*\n|\/\/.*\n|\/\*[^]*?\*\/)*/, "");
  return formats.find(([begins]) => begins.test(start))?.[1] ?? (/^#{1,3} \w.*\n\s*\n/.test(whole) ? "a page of Markdown" : undefined);
}

const formats: readonly (readonly [begins: RegExp, kind: string])[] = [
  [/^(?:FORMAT: *1A|[^]*^\+ Response \d)/m, "an API Blueprint; convert it to OpenAPI first"],
  [/^(?:meta|info) *\{\n[^]*^\}/m, "a request of Bruno; export its collection as OpenAPI there"],
  [/^(?:\{\s*)?(?:GET|PUT|POST|DELETE|HEAD|PATCH) +(?:https?:|\{\{|\/)/, "requests for an HTTP client, which describe no API"],
  [/^<[^]*(?:schemas\.xmlsoap\.org\/wsdl|www\.w3\.org\/ns\/wsdl)/, "a WSDL of a SOAP service, which OpenAPI does not describe"],
  [/^<[^]*wadl\.dev\.java\.net/, "a WADL; convert it to OpenAPI first"],
  [
    /^<[^]*(?:docs\.oasis-open\.org\/odata|schemas\.microsoft\.com\/ado\/\d+\/\d+\/edmx)/,
    "the metadata of an OData service; convert it to OpenAPI first",
  ],
  [/^<[!?a-z]/i, "a page of HTML or XML, such as an error page that was saved instead of the document"],
  [/^(?:"""|(?:extend +)?(?:type|interface|input|enum) +\w+[^:\n]*\{|schema\s*\{|(?:scalar|union|directive) +@?\w+)/, "a GraphQL schema"],
  [/^\$version: *["']\d[^]*^namespace /m, "a Smithy model; convert it to OpenAPI first"],
  [/^(?:import +["']@typespec\/|using +(?:TypeSpec|Http)\b)/, "a program in TypeSpec; let its compiler emit OpenAPI"],
  [/^(?:resource|provider|terraform|variable) +["'{]/, "a configuration of Terraform"],
  [/^syntax *= *["']proto/, "a definition of Protocol Buffers"],
  [
    /^(?:module\.exports|exports\.|export |import |const |let |var |['"]use strict|from +\w+ +import|def |class )/,
    "a program; write what it makes into a file",
  ],
];
