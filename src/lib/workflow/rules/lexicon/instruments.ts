import type { Instrument } from '../../../core/brief.ts';
import type { Entry } from './term.ts';

function ours(plays: Instrument, phrases: string, ...alsoCovers: Instrument[]): Entry {
  const name = phrases.split('|')[0] ?? plays;
  return [{ kind: 'instrument', name, plays, covers: [plays, ...alsoCovers], standIn: false }, phrases];
}

/** An instrument that we lack, and the nearest of ours. */
function near(plays: Instrument, phrases: string): Entry {
  const name = phrases.split('|')[0] ?? plays;
  return [{ kind: 'instrument', name, plays, covers: [plays], standIn: true }, phrases];
}

export const INSTRUMENT_WORDS: readonly Entry[] = [
  [{ kind: 'drums' }, 'drums|drum|percussion|drumming|drum beat|beats|鼓|鼓声|鼓点|打击乐|敲击'],
  ours('piano', 'piano|pianos|钢琴|钢琴声|琴键', 'electric-piano'),
  ours('piano', 'acoustic piano|grand piano|felt piano|upright piano|原声钢琴|三角钢琴'),
  ours(
    'guitar',
    'acoustic guitar|nylon guitar|classical guitar|fingerpicked guitar|木吉他|原声吉他|古典吉他',
  ),
  ours(
    'electric-piano',
    'electric piano|e-piano|epiano|rhodes|wurlitzer|keys|keyboard|电钢琴|电钢|键盘|电子琴',
  ),
  ours('guitar', 'guitar|ukulele|吉他|民谣吉他|尤克里里', 'electric-guitar'),
  ours('electric-guitar', 'electric guitar|guitar solo|电吉他'),
  ours('harp', 'harp|竖琴|箜篌'),
  ours(
    'bell',
    'bells|bell|chimes|glockenspiel|celesta|music box|vibraphone|铃|铃铛|钟琴|钟声|风铃|八音盒|颤音琴',
  ),
  ours('flute', 'flute|woodwind|woodwinds|长笛|笛子|竹笛|笛'),
  ours('strings', 'strings|string section|orchestra|orchestral strings|弦乐|弦乐器|管弦乐|交响'),
  ours('pad', 'pad|pads|synth pad|ambient pad|warm pad|铺底|音垫|氛围垫'),
  ours('synth', 'synth|synthesizer|synthesiser|synths|arpeggiator|合成器', 'pad'),
  ours('bass', 'bass|bass guitar|sub bass|bassline|bass line|贝斯|贝司|低音吉他|低音'),
  ours('kit', 'drum kit|drum set|trap drums|架子鼓|爵士鼓'),
  ours('brushes', 'brushes|brushed drums|brushed snare|鼓刷|刷子鼓|刷子'),
  ours('toms', 'toms|tom drums|timpani|tribal drums|hand drums|嗵鼓|通鼓|定音鼓|手鼓'),
  near('strings', 'violin|小提琴|提琴'),
  near('strings', 'viola|中提琴'),
  near('strings', 'cello|大提琴'),
  near('strings', 'erhu|二胡'),
  near('strings', 'choir|choirs|合唱'),
  near('harp', 'guzheng|古筝'),
  near('harp', 'guqin|古琴'),
  near('harp', 'koto|日本筝'),
  near('harp', 'lyre|里拉琴|莱雅琴'),
  near('guitar', 'pipa|琵琶'),
  near('guitar', 'banjo|班卓琴'),
  near('guitar', 'mandolin|曼陀林'),
  near('guitar', 'sitar|西塔琴'),
  near('flute', 'saxophone|sax|萨克斯|萨克斯风'),
  near('flute', 'clarinet|单簧管|黑管'),
  near('flute', 'oboe|双簧管'),
  near('flute', 'trumpet|小号'),
  near('flute', 'harmonica|口琴'),
  near('flute', 'xiao|bamboo flute|洞箫|箫'),
  near('flute', 'ocarina|陶笛'),
  near('pad', 'organ|管风琴|风琴'),
  near('pad', 'accordion|手风琴'),
  near('bell', 'marimba|马林巴'),
  near('bell', 'kalimba|thumb piano|卡林巴|拇指琴'),
  near('bell', 'xylophone|木琴'),
  near('bell', 'singing bowls|singing bowl|颂钵'),
  near('bell', 'handpan|hang drum|手碟'),
  near('strings', 'horns|french horn|brass|圆号|铜管'),
  near('bass', 'double bass|upright bass|contrabass|低音提琴'),
];
