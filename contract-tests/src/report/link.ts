import { uriComponent } from "tallystick/model";

/**
 * A link to a file in the folder of the page. The name comes from outside and becomes one path segment: it is no scheme such as `javascript:`,
 * no other folder, no query and no fragment.
 */
export function fileLink(name: string): string {
  return `./${uriComponent(name)}`;
}

/** A link to an element of the page. */
export function fragmentLink(id: string): string {
  return `#${uriComponent(id)}`;
}
