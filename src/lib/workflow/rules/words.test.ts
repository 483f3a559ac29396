import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyWords } from './briefs.testing.ts';
import { Change } from './change.ts';
import { readWords } from './words.ts';

const AEOLIAN = { key: { mode: 'aeolian' } } as const;
const IONIAN = { key: { mode: 'ionian' } } as const;
const NO_DRUMS: Change = { drums: false, avoid: ['drums'] };

const steady = (bpm: number): Change => ({ tempo: { start: bpm, end: bpm } });

describe('drums and refusals', () => {
  test.each<[string, Change]>([
    ['no drums', NO_DRUMS],
    ['without any drums please', NO_DRUMS],
    ["don't add drums", NO_DRUMS],
    ['I don’t want percussion', NO_DRUMS],
    ['不要鼓', NO_DRUMS],
    ['不想要鼓声', NO_DRUMS],
    ['没有鼓点', NO_DRUMS],
    ['鼓不要', NO_DRUMS],
    ['請不要打擊樂', NO_DRUMS],
    ['drums', { drums: true }],
    ['加点鼓', { drums: true }],
    ['no bass', { avoid: ['bass'] }],
    ['no drums or bass', { ...NO_DRUMS, avoid: ['drums', 'bass'] }],
    ['不要鼓和贝斯', { ...NO_DRUMS, avoid: ['drums', 'bass'] }],
    ['不要钢琴、吉他', { avoid: ['piano', 'guitar'] }],
    ['no electric guitar', { avoid: ['electric guitar'] }],
    ['不要電吉他', { avoid: ['electric guitar'] }],
    ['no vocals', { avoid: ['vocals'] }],
    ['不要人声', { avoid: ['vocals'] }],
    ['no bagpipes', { avoid: ['bagpipes'] }],
    ['不要唢呐', { avoid: ['唢呐'] }],
    ['not rock', { avoid: ['rock'] }],
    ['别用摇滚', { avoid: ['rock'] }],
    ['no drums, add a harp', { ...NO_DRUMS, add: ['harp'] }],
    ['不要鼓，但是要竖琴', { ...NO_DRUMS, add: ['harp'] }],
    ['no drums for sleeping', { ...NO_DRUMS, mood: ['sleepy'], energy: -2, pace: -1 }],
    ['no drums and more piano', { ...NO_DRUMS, add: ['piano'] }],
    ['没有鼓的钢琴曲', { ...NO_DRUMS, add: ['piano'] }],
    ['anything but jazz', { avoid: ['jazz'] }],
    ['nothing sad', { avoid: ['melancholic moods'], energy: 1, ...IONIAN }],
    ['不要那么悲伤', { avoid: ['melancholic moods'], energy: 1, ...IONIAN }],
    ['not only piano', { add: ['piano'] }],
  ])('%s', (words, change) => expect(readWords(words).change).toEqual(change));
});

describe('a refusal of how something sounds', () => {
  const SAD: Change = { avoid: ['melancholic moods'], energy: 1, ...IONIAN };
  const LOUD: Change = { avoid: ['loud passages'], energy: -1 };
  const LESS_DRUMS: Change = { less: ['kit', 'brushes', 'toms'] };

  test.each<[string, Change]>([
    ['No heavy drums', { ...LOUD, ...LESS_DRUMS }],
    ['not too loud drums', { ...LOUD, ...LESS_DRUMS }],
    ['no heavy drums or bass', { ...LOUD, less: ['kit', 'brushes', 'toms', 'bass'] }],
    ['no heavy drums and more piano', { ...LOUD, ...LESS_DRUMS, add: ['piano'] }],
    ['no loud drum kit', { ...LOUD, less: ['kit'] }],
    ['不要沉重的鼓', { ...LOUD, ...LESS_DRUMS }],
    ['不要悲伤的钢琴曲', { ...SAD, add: ['piano'] }],
    ['no sad piano', { ...SAD, add: ['piano'] }],
    ['no sad rock', { ...SAD, genre: 'rock' }],
  ])('%s keeps who plays', (words, change) => expect(readWords(words).change).toEqual(change));
});

describe('a predicate of one instrument', () => {
  const LESS_DRUMS: Change = { less: ['kit', 'brushes', 'toms'] };

  test.each<[string, Change]>([
    ['鼓轻一点', LESS_DRUMS],
    ['鼓小声一点', LESS_DRUMS],
    ['鼓轻一点，钢琴大声一点', { ...LESS_DRUMS, add: ['piano'] }],
    ['低音响一点', { add: ['bass'] }],
    ['轻一点', { energy: -1 }],
  ])('%s', (words, change) => expect(readWords(words).change).toEqual(change));
});

describe('an exception', () => {
  const BRUSHES: Change = { add: ['brushes'], avoid: ['drum kit', 'toms'] };

  test.each<[string, Change]>([
    ['No drums except brushes', BRUSHES],
    ['No drums, except brushes', BRUSHES],
    ['no drums but brushes', BRUSHES],
    ['除了刷子都不要鼓', BRUSHES],
    ['除了刷子，不要鼓', BRUSHES],
    ['no drums apart from toms', { add: ['toms'], avoid: ['drum kit', 'brushes'] }],
    ['everything except drums', NO_DRUMS],
    ['除了鼓不要钢琴', { ...NO_DRUMS, avoid: ['drums', 'piano'] }],
    ['除了鼓，加点钢琴', { ...NO_DRUMS, add: ['piano'] }],
    ['除了钢琴，什么都不要', { only: ['piano'] }],
  ])('%s', (words, change) => expect(readWords(words).change).toEqual(change));
});

describe('a list of refusals', () => {
  const NEITHER: Change = { ...NO_DRUMS, avoid: ['drums', 'bass'] };
  const NONE: Change = { ...NO_DRUMS, avoid: ['drums', 'bass', 'synth'] };

  test.each<[string, Change]>([
    ['no drums, bass', NEITHER],
    ['no drums, bass or synth', NONE],
    ['no drums, bass, or synth please', NONE],
    ["don't use drums, bass or synth", NONE],
    ['I like piano. No drums, bass', { ...NEITHER, add: ['piano'] }],
    ['不要鼓、贝斯', NEITHER],
    ['不要鼓，贝斯', NEITHER],
    ['不要鼓，贝斯和合成器', NONE],
    ['no drums, bagpipes or kazoo', { ...NO_DRUMS, avoid: ['drums', 'bagpipes', 'kazoo'] }],
    ['no rock, metal or jazz', { avoid: ['rock', 'metal', 'jazz'] }],
    ['not sad, dark or angry', { ...readWords('not sad, not dark, not angry').change }],
    ['slow piano, no drums, vocals', { pace: -2, add: ['piano'], ...NO_DRUMS, avoid: ['drums', 'vocals'] }],
  ])('%s', (words, change) => expect(readWords(words).change).toEqual(change));

  test.each<[string, Change]>([
    ['no drums, more piano', { ...NO_DRUMS, add: ['piano'] }],
    ['no drums, just piano', { ...NO_DRUMS, only: ['piano'] }],
    ['no drums, piano please', { ...NO_DRUMS, add: ['piano'] }],
    ['no drums, soft piano', { ...NO_DRUMS, energy: -1, mood: ['gentle'], add: ['piano'] }],
    ['no drums, I want bass or synth', { ...NO_DRUMS, add: ['bass', 'synth'] }],
    ['no drums, keep the bass', { ...NO_DRUMS, add: ['bass'] }],
    ['no drums; piano', { ...NO_DRUMS, add: ['piano'] }],
    ['no drums - piano', { ...NO_DRUMS, add: ['piano'] }],
    ['no drums\npiano', { ...NO_DRUMS, add: ['piano'] }],
    ['slow piano, no drums, strings', { pace: -2, ...NO_DRUMS, add: ['piano', 'strings'] }],
    ['no rock, pop', { avoid: ['rock'], genre: 'pop' }],
    ['不要鼓，多点钢琴', { ...NO_DRUMS, add: ['piano'] }],
    ['不要钢琴，吉他就好', { avoid: ['piano'], add: ['guitar'] }],
    ['去掉鼓，保留贝斯', { ...NO_DRUMS, add: ['bass'] }],
    ['鼓不要，贝斯', { ...NO_DRUMS, add: ['bass'] }],
  ])('%s ends where a wish begins', (words, change) => expect(readWords(words).change).toEqual(change));
});

describe('complaints', () => {
  const LESS_DRUMS: Change = { less: ['kit', 'brushes', 'toms'] };

  test.each<[string, Change]>([
    ['drums are way too loud', LESS_DRUMS],
    ['too many drums', LESS_DRUMS],
    ['鼓太吵了', LESS_DRUMS],
    ['鼓太多了', LESS_DRUMS],
    ['不要太多鼓', LESS_DRUMS],
    ['不要鼓太吵', LESS_DRUMS],
    ['the piano is too bright', { brightness: -1, avoid: ['bright moods'] }],
    ['混响太大了', { reverb: -2, avoid: ['heavy reverb'] }],
    ['太长了', { length: -2 }],
    ['add strings too', { add: ['strings'] }],
  ])('%s', (words, change) => expect(readWords(words).change).toEqual(change));
});

describe('instruments', () => {
  test.each<[string, Change]>([
    ['piano', { add: ['piano'] }],
    ['with strings and a flute', { add: ['strings', 'flute'] }],
    ['我想听钢琴和吉他', { add: ['piano', 'guitar'] }],
    ['鋼琴', { add: ['piano'] }],
    ['ＰＩＡＮＯ', { add: ['piano'] }],
    ['less piano', { less: ['piano'] }],
    ['钢琴少一点', { less: ['piano'] }],
    ['少一点钢琴', { less: ['piano'] }],
    ['less drums and more piano', { less: ['kit', 'brushes', 'toms'], add: ['piano'] }],
    ['only piano', { only: ['piano'] }],
    ['piano only', { only: ['piano'] }],
    ['piano and nothing else', { only: ['piano'] }],
    ['除了钢琴什么都不要', { only: ['piano'] }],
    ['no piano solo', { avoid: ['piano'] }],
    ['some keys', { add: ['electric-piano'] }],
    ['a key of F sharp minor', { key: { tonic: 'F#', mode: 'aeolian' } }],
    ['把钢琴换成竖琴', { add: ['harp'], avoid: ['piano'] }],
    ['replace the piano with a harp', { add: ['harp'], avoid: ['piano'] }],
    ['guitar instead of piano', { add: ['guitar'], avoid: ['piano'] }],
    ['no piano but electric piano is fine', { add: ['electric-piano'], avoid: ['acoustic piano'] }],
    ['solo guitar', { only: ['guitar'] }],
    ['just piano and strings', { only: ['piano', 'strings'] }],
    ['just add some piano', { add: ['piano'] }],
    ['只要钢琴', { only: ['piano'] }],
    ['钢琴独奏', { only: ['piano'] }],
    ['只用吉他和长笛', { only: ['guitar', 'flute'] }],
    ['drum kit', { add: ['kit'] }],
    ['electric piano', { add: ['electric-piano'] }],
    ['电钢琴', { add: ['electric-piano'] }],
    ['music box', { add: ['bell'] }],
    ['大提琴', { add: ['strings'] }],
    ['古筝', { add: ['harp'] }],
    ['saxophone', { add: ['flute'] }],
  ])('%s', (words, change) => expect(readWords(words).change).toEqual(change));
});

describe('tempo, duration and key', () => {
  test.each<[string, Change]>([
    ['70 bpm', steady(70)],
    ['70BPM', steady(70)],
    ['at a tempo of 84', steady(84)],
    ['速度72', steady(72)],
    ['Slow it down to 60', steady(60)],
    ['每分钟六十拍', steady(60)],
    ['每分钟80拍', steady(80)],
    ['from 104 to 72 bpm', { tempo: { start: 104, end: 72 } }],
    ['300 bpm', steady(200)],
    ['四拍', {}],
    ['slow', { pace: -2 }],
    ['slower please', { pace: -2 }],
    ['a bit slower', { pace: -1 }],
    ['much slower', { pace: -3 }],
    ['慢一点', { pace: -1 }],
    ['稍微快一点', { pace: 1 }],
    ['非常慢', { pace: -3 }],
    ['it is too fast', { pace: -2, avoid: ['fast tempi'] }],
    ['not too fast', { pace: -1, avoid: ['fast tempi'] }],
    ['不要太快', { pace: -1, avoid: ['fast tempi'] }],
    ['两分钟', { duration: 120 }],
    ['1 分钟', { duration: 60 }],
    ['一分半', { duration: 90 }],
    ['一分三十秒', { duration: 90 }],
    ['半分钟', { duration: 30 }],
    ['四十五秒', { duration: 45 }],
    ['45 seconds', { duration: 45 }],
    ['a minute and a half', { duration: 90 }],
    ['two minutes', { duration: 120 }],
    ['1:15', { duration: 75 }],
    ['20s', { duration: 20 }],
    ['1 min 20 s', { duration: 80 }],
    ['15 seconds shorter', { length: -2 }],
    ['20 bpm faster', { pace: 2 }],
    ['速度六十', steady(60)],
    ['70 bpm, 30 seconds\n90 bpm', { ...steady(90), duration: 30 }],
    ['ten minutes', { duration: 120 }],
    ['no more than 20 seconds', { duration: 20 }],
    ['a second guitar', { add: ['guitar'] }],
    ['longer', { length: 2 }],
    ['短一点', { length: -1 }],
    ['A minor', { key: { tonic: 'A', mode: 'aeolian' } }],
    ['in F# dorian', { key: { tonic: 'F#', mode: 'dorian' } }],
    ['E flat major', { key: { tonic: 'Eb', mode: 'ionian' } }],
    ['Db major', { key: { tonic: 'C#', mode: 'ionian' } }],
    ['key of D', { key: { tonic: 'D' } }],
    ['in Em', { key: { tonic: 'E', mode: 'aeolian' } }],
    ['C大调', { key: { tonic: 'C', mode: 'ionian' } }],
    ['降E大調', { key: { tonic: 'Eb', mode: 'ionian' } }],
    ['升f小调', { key: { tonic: 'F#', mode: 'aeolian' } }],
    ['G调', { key: { tonic: 'G' } }],
    ['in a minor key', AEOLIAN],
    ['小调', AEOLIAN],
    ['大调', IONIAN],
    [
      '90 seconds at 60 bpm in C minor',
      { ...steady(60), duration: 90, key: { tonic: 'C', mode: 'aeolian' } },
    ],
  ])('%s', (words, change) => expect(readWords(words).change).toEqual(change));
});

describe('genre, mood and sound', () => {
  test.each<[string, Change]>([
    ['lofi', { genre: 'lo-fi' }],
    ['lo-fi hip hop', { genre: 'lo-fi' }],
    ['heavy metal', { genre: 'metal' }],
    ['古典音乐', { genre: 'classical-piano' }],
    ['電子音樂', { genre: 'electronic' }],
    ['民谣吉他', { add: ['guitar'] }],
    ['jazz', { genre: 'rnb' }],
    ['中国风', { genre: 'cinematic' }],
    ['warm', { mood: ['warm'], warmth: 1 }],
    ['温暖的', { mood: ['warm'], warmth: 1 }],
    ['快乐', { mood: ['happy'], energy: 1, ...IONIAN }],
    ['悲伤的钢琴曲', { mood: ['melancholic'], energy: -1, ...AEOLIAN, add: ['piano'] }],
    ['not sad', { avoid: ['melancholic moods'], energy: 1, ...IONIAN }],
    ['下雨天', { mood: ['rainy'] }],
    ['轻快', { mood: ['light-hearted'], energy: 1, pace: 1 }],
    ['别太吵', { energy: -1, avoid: ['loud passages'] }],
    ['太吵了', { energy: -2, avoid: ['loud passages'] }],
    ['quieter', { energy: -2 }],
    ['安静一点', { energy: -1 }],
    ['more energetic', { mood: ['energetic'], energy: 2, pace: 1 }],
    ['less busy', { energy: -1 }],
    ['brighter', { brightness: 2 }],
    ['a bit darker', { brightness: -1 }],
    ['暗一点', { brightness: -1 }],
    ['我睡不着', { mood: ['sleepy'], energy: -2, pace: -1 }],
    ["I can't sleep, help me relax", { mood: ['sleepy', 'relaxed'], energy: -1, pace: -1 }],
    ['no reverb', { reverb: -3, avoid: ['heavy reverb'] }],
    ['more reverb', { reverb: 2 }],
    ['no vinyl crackle', { hiss: -3, avoid: ['tape hiss'] }],
    ['让我发泄', { intent: 'express' }],
    ['soothe me', { intent: 'soothe' }],
    ['我很难过', { mood: ['comforting'] }],
    ['I am so angry', { mood: ['comforting'] }],
    ["I'm sad, give me something happy", { mood: ['comforting', 'happy'], energy: 1, ...IONIAN }],
    ['我今天心情不好', { mood: ['consoling'], energy: -1 }],
    ['压力很大，想放松', { mood: ['restful', 'relaxed'], energy: -1 }],
    ['能不能再慢一点？现在有点吵', { pace: -1, energy: -1, avoid: ['loud passages'] }],
    ['不要太悲伤，也不要太欢快', { avoid: ['melancholic moods', 'happy moods'], energy: -1, ...IONIAN }],
    ['not so loud', { energy: -1, avoid: ['loud passages'] }],
    ['像一只猫一样的钢琴曲', { add: ['piano'] }],
    ['纯音乐，别太单调', { avoid: ['dullness'] }],
    ['I want to feel calm', { mood: ['calm'], energy: -1 }],
  ])('%s', (words, change) => expect(readWords(words).change).toEqual(change));
});

test.each([
  ['slow piano like rain on a tin roof, no drums', ['tin roof']],
  ['像外婆家的窗边', ['外婆家的窗边']],
  ['每分钟72拍，其他不变', []],
  ['please make some music', []],
  ['请给我来一首好听的音乐吧', []],
  ['今晚月色真美', ['今晚月色真美']],
  ['Wie ein Spaziergang im Wald', ['Wie ein Spaziergang im Wald']],
  ['像坂本龙一那样的音乐', ['坂本龙一']],
  ['with vocals', ['vocals']],
])('%s leaves what is not known', (words, unknown) => expect(readWords(words).unknown).toEqual(unknown));

test('says what stands in for what we lack', () => {
  expect(readWords('二胡和古筝').standIns).toEqual([
    { asked: 'erhu', given: 'strings' },
    { asked: 'guzheng', given: 'harp' },
  ]);
  expect(readWords('a jazz tune').standIns).toEqual([{ asked: 'jazz', given: 'rnb' }]);
});

test('any words at all make a change', () => {
  fc.assert(
    fc.property(anyWords, (words) => {
      const { change, unknown } = readWords(words);
      expect(Change.parse(change)).toEqual(change);
      for (const stretch of unknown) expect(stretch).not.toBe('');
    }),
    { numRuns: 300 },
  );
});
