/** One way to find faces and read their expressions, ready to run. */
export interface Contestant {
  name: string;
  /** How many faces it reads in the picture. */
  read(picture: Picture): Promise<number>;
}

/** A decoded photograph, in the form that each side takes it in. */
export interface Picture {
  name: string;
  canvas: HTMLCanvasElement;
  image: ImageData;
}

/** Both sides see the picture at this size and keep what scores more than `THRESHOLD`: face-api's own settings. */
export const SIDE = 416;
export const THRESHOLD = 0.5;
