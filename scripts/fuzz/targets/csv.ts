import { rewriteCsv } from "../../../contract-tests/src/traffic/rewrite/csv.js";
import type { Target } from "../target.js";

/** A table of comma-separated values, as the recorder rewrites it. Where no value is changed, no byte is. */
export const target: Target = {
  seeds: [
    'id,name,note\r\n1,lamp,"a, b"\r\n2,"say ""x""",\r\n',
    "id;token\n1;abc\n2;\n",
    "id\tpassword\n1\thunter2\n",
    'a,b\n"multi\nline",2\n"open,3\n',
  ],
  read(input) {
    const text = input.toString();
    const same = rewriteCsv(text, (value) => value);
    if (same !== text) throw new Error(`A table was changed though no value was: ${JSON.stringify(same.slice(0, 200))}`);
  },
};
