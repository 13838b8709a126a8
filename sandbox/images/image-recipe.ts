/** A folder with a Containerfile and what it needs. The file names say what is made before the Containerfile is run. */
export interface ImageRecipe {
  readonly name: string;
  /** The readable tag. */
  readonly version: string;
  readonly files: readonly RecipeFile[];
  /** `packages`: Debian packages, unpacked into `root.tar`. Without that file there are none. */
  readonly packages: readonly string[];
  /** `go.mod`: a Go program in this folder, compiled to `program`. */
  readonly hasProgram: boolean;
  /** `ARG BASE=berth/NAME`: the image that it starts from. */
  readonly base: ImageRecipe | undefined;
  /** Determined by all that determines the image; package versions are Debian's to choose within one release. */
  readonly digest: string;
}

export interface RecipeFile {
  /** Relative to the recipe's folder, with slashes. */
  readonly path: string;
  readonly isExecutable: boolean;
  readonly content: Buffer;
}

/** Where a recipe lies, and what its image is called. */
export interface ImageSource {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
}
