/** A network that the app is built with. The bytes are the same on every machine, so that one hash names them. */
export interface Model {
  /** Name under `static/models` and below `/models/` on the page's own origin. */
  file: string;
  bytes: number;
  /** Of the file, in lower-case hexadecimal. */
  sha256: string;
  licence: string;
  /** Where its weights come from. */
  source: string;
}

/** Every bundled network. `build.ts` makes the files, and whoever loads one verifies it against this list. */
export const MODELS = {
  faceDetector: {
    file: 'face-detector.onnx',
    bytes: 776_148,
    sha256: 'ccfa6ff97d996b780c5118e84df3d207bcb5bed58f9903a9348cf310f98c3200',
    licence: 'MIT',
    source: 'npm:@vladmandic/face-api@1.7.15/model/tiny_face_detector_model.bin',
  },
  faceExpression: {
    file: 'face-expression.onnx',
    bytes: 1_300_547,
    sha256: '40b8f46b6bbdfd678b9fb99c54ed098637a4a48480fad2de8dbae46dc3397dad',
    licence: 'MIT',
    source: 'npm:@vladmandic/face-api@1.7.15/model/face_expression_model.bin',
  },
} as const satisfies Record<string, Model>;
