/** One generated file: path from the output folder with `/`, and its whole text. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}
