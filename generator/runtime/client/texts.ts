import type { ResponseReader } from "./operation.js";
import { json } from "./reading.js";

export const text: ResponseReader = (response, { fail }) => response.text().catch(fail);

/** JSON where the answer says that it is, else text: for documents that leave the media type open. */
export const whatItSays: ResponseReader = (response, reading) =>
  /json/i.test(response.headers.get("content-type") ?? "") ? json(response, reading) : text(response, reading);
