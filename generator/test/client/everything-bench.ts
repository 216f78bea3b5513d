import { afterAll, beforeAll } from "vitest";
import { everything } from "./everything.js";
import { generated, type Generated } from "./generated.js";
import { Loopback } from "./server.js";

type Method = (
  parameters?: object,
  options?: object,
) => Promise<unknown> & { withResponse(): Promise<{ status: number; data: unknown }>; safe(): Promise<Outcome> };
interface Outcome {
  readonly ok: boolean;
  readonly status: unknown;
  readonly error: { readonly body: unknown };
}
interface Module {
  createClient(options?: object): Readonly<Record<string, Method>>;
}

/** The generated client of a document that does what an HTTP API can do, and a server for it that says what a test tells it. */
export class EverythingBench {
  output!: Generated;
  server!: Loopback;
  module!: Module;

  constructor() {
    beforeAll(async () => {
      this.output = await generated(everything);
      this.module = await this.output.load<Module>("client");
      this.server = await new Loopback().start();
    });
    afterAll(async () => {
      await this.server.stop();
      await this.output.remove();
    });
  }

  call(name: string, parameters?: object, options?: object): ReturnType<Method> {
    const method = this.module.createClient({ baseUrl: this.server.url })[name];
    if (method === undefined) throw new Error(`There is no ${name}.`);
    return method(parameters, options);
  }
}
