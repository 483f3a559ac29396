/** Why there is no camera picture. Each has a message of its own, `camera_<reason>`. */
export type CameraFailure = 'denied' | 'missing' | 'failed';

/** Asks for the camera that looks at the user. @throws whatever getUserMedia throws; see `whyNoCamera`. */
export function openCamera(): Promise<MediaStream> {
  const size = { width: { ideal: 1280 }, height: { ideal: 960 } };
  return navigator.mediaDevices.getUserMedia({ video: { facingMode: 'user', ...size } });
}

export function closeCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** Names of W3C Media Capture and Streams, getUserMedia, step by step. */
export function whyNoCamera(error: unknown): CameraFailure {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing';
  return navigator.mediaDevices === undefined ? 'missing' : 'failed';
}

/** @returns the frame that shows now, as the camera sees it: not mirrored, whatever the view is. */
export async function snapshot(video: HTMLVideoElement): Promise<Blob> {
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  canvas.getContext('2d')!.drawImage(video, 0, 0);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 });
}
