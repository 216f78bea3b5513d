/** The probable format of a file that is neither YAML nor JSON, by its first bytes. */
export function otherFormat(text: string): string | undefined {
  const whole = text.slice(0, 4096);
  const start = whole.replace(/^(?:\s|#.*\n|\/\/.*\n|\/\*[^]*?\*\/)*/, "");
  return formats.find(([begins]) => begins.test(start))?.[1] ?? (/^#{1,3} \w.*\n\s*\n/.test(whole) ? "a Markdown page" : undefined);
}

const formats: readonly (readonly [begins: RegExp, kind: string])[] = [
  [/^(?:FORMAT: *1A|[^]*^\+ Response \d)/m, "an API Blueprint. Convert it to OpenAPI first"],
  [/^(?:meta|info) *\{\n[^]*^\}/m, "a Bruno request. Export its collection as OpenAPI"],
  [/^(?:\{\s*)?(?:GET|PUT|POST|DELETE|HEAD|PATCH) +(?:https?:|\{\{|\/)/, "a file of HTTP requests, not the description of an API"],
  [/^<[^]*(?:schemas\.xmlsoap\.org\/wsdl|www\.w3\.org\/ns\/wsdl)/, "a WSDL of a SOAP service. Only OpenAPI is supported"],
  [/^<[^]*wadl\.dev\.java\.net/, "a WADL. Convert it to OpenAPI first"],
  [
    /^<[^]*(?:docs\.oasis-open\.org\/odata|schemas\.microsoft\.com\/ado\/\d+\/\d+\/edmx)/,
    "the metadata of an OData service. Convert it to OpenAPI first",
  ],
  [/^<[!?a-z]/i, "an HTML or XML page, such as an error page saved instead of the document"],
  [/^(?:"""|(?:extend +)?(?:type|interface|input|enum) +\w+[^:\n]*\{|schema\s*\{|(?:scalar|union|directive) +@?\w+)/, "a GraphQL schema"],
  [/^\$version: *["']\d[^]*^namespace /m, "a Smithy model. Convert it to OpenAPI first"],
  [/^(?:import +["']@typespec\/|using +(?:TypeSpec|Http)\b)/, "a TypeSpec program. Compile it to OpenAPI first"],
  [/^(?:resource|provider|terraform|variable) +["'{]/, "a Terraform configuration"],
  [/^syntax *= *["']proto/, "a Protocol Buffers definition"],
  [
    /^(?:module\.exports|exports\.|export |import |const |let |var |['"]use strict|from +\w+ +import|def |class )/,
    "a program. Run it and save its output",
  ],
];
