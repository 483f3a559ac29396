/** The public hub that models come from, where nothing else is configured. */
export const PUBLIC_HUB = 'https://huggingface.co';

/** MusicGen's weights, where none are named. */
export const DEFAULT_MODEL = 'Xenova/musicgen-small';
