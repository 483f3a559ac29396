import type { Mode } from '../../../core/brief.ts';
import type { Entry, QualityTerm } from './term.ts';

type Moves = QualityTerm['moves'];

/** Something that music can be more or less of; `noun` says how it is avoided. */
function axis(moves: Moves, noun: string, phrases: string): Entry {
  return [{ kind: 'quality', noun, mood: null, moves, mode: null }, phrases];
}

/** A mood by its adjective, which may move the music too. */
function mood(adjective: string, phrases: string, moves: Moves = {}, mode: Mode | null = null): Entry {
  return [{ kind: 'quality', noun: `${adjective} moods`, mood: adjective, moves, mode }, phrases];
}

export const QUALITY_WORDS: readonly Entry[] = [
  axis({ length: 1 }, 'long pieces', '长一点|长点|长一些'),
  axis({ length: -1 }, 'short pieces', '短一点|短点|短一些'),
  axis({ pace: -2 }, 'slow tempi', 'slow|slower|slowly|slow down|慢|慢些|慢慢|缓慢|慢速|舒缓|慢节奏|放慢'),
  axis(
    { pace: 2 },
    'fast tempi',
    'fast|faster|quick|quicker|upbeat tempo|speed up|快|快些|快速|加快|快节奏|急促',
  ),
  axis({ length: 2 }, 'long pieces', 'longer|lengthen|too short|更长|太短|别太短|不要太短'),
  axis({ length: -2 }, 'short pieces', 'shorter|shorten|too long|更短|太长|别太长|不要太长'),
  axis(
    { energy: 2 },
    'loud passages',
    'loud|louder|noisy|heavy|heavier|busy|busier|intense|吵|吵闹|大声|响|响亮|声音大|音量大|嘈杂|激烈|强烈|闹|沉重|厚重',
  ),
  axis(
    { energy: -2 },
    'very quiet passages',
    'quiet|quieter|sparse|sparser|simple|simpler|minimal|minimalist|安静|小声|小一点|小点|声音小|音量小|轻柔|轻|静|稀疏|极简|简单',
  ),
  axis({ brightness: 2 }, 'harsh highs', 'brighter|crisp|sharp|shrill|piercing|明亮|亮|清脆|尖锐|刺耳|尖'),
  axis({ brightness: -2 }, 'dull sound', 'darker|dull|muffled|暗|低沉|沉闷|闷'),
  axis(
    { reverb: 2 },
    'heavy reverb',
    'reverb|reverberation|reverberant|echo|echoes|spacious|spaciousness|roomy|混响|回声|空间感|空旷',
  ),
  axis({ reverb: -3 }, 'dry sound', 'dry|close miked|干声|干涩'),
  axis({ warmth: 2 }, 'tape saturation', 'analog|analogue|tape|saturation|磁带|模拟味'),
  axis(
    { hiss: 2 },
    'tape hiss',
    'hiss|tape hiss|vinyl|vinyl crackle|crackle|vinyl noise|黑胶|底噪|噪点|沙沙声',
  ),
  mood('calm', 'calm|calmer|calming|peaceful|tranquil|serene|平静|宁静|祥和|平和|沉静', { energy: -1 }),
  mood('relaxed', 'relaxed|relaxing|chill|relax|laid back|unwind|放松|轻松|惬意|悠闲|松弛', { energy: -1 }),
  mood('soothing', 'soothing|comforting|comfort|consoling|安慰|抚慰|慰藉|治愈|疗愈|healing', { energy: -1 }),
  mood(
    'sleepy',
    'sleepy|sleep|sleeping|asleep|bedtime|lullaby|fall asleep|falling asleep|insomnia|失眠|睡不着|睡不好|睡觉|睡着|入睡|睡眠|助眠|催眠|睡前|摇篮曲',
    {
      energy: -2,
      pace: -1,
    },
  ),
  mood('meditative', 'meditative|meditation|meditate|zen|yoga|mindful|冥想|禅|禅意|瑜伽', {
    energy: -2,
    pace: -1,
  }),
  mood('focused', 'focused|focus|study|studying|concentration|reading|work|专注|学习|读书|看书|工作|写作业'),
  // What a listener says of themselves asks for its remedy.
  mood(
    'consoling',
    'unhappy|upset|lonely|loneliness|heartbroken|heartbreak|grief|feeling down|feel down|不开心|不高兴|不快乐|心情不好|心情很差|心情差|心情低落|郁闷|孤独|寂寞|失恋|想哭|委屈',
    { energy: -1 },
  ),
  mood(
    'reassuring',
    'anxious|anxiety|nervous|worried|worry|panic|焦虑|紧张|担心|不安|害怕|恐惧|慌|心慌|心乱|心里乱|心里很乱',
    {
      energy: -1,
    },
  ),
  mood(
    'restful',
    'tired|exhausted|weary|burnt out|burned out|stressed|stress|stressful|pressure|累|疲惫|疲倦|压力|压力大|工作压力|学习压力|压力很大|心烦|烦躁|烦',
    { energy: -1 },
  ),
  mood('gentle', 'gentle|soft|softer|tender|delicate|light|温柔|柔和|温和|柔软|轻盈|细腻', { energy: -1 }),
  mood('warm', 'warm|warmer|cozy|cosy|温暖|暖|温馨|暖和', { warmth: 1 }),
  mood('bright', 'bright|sunny|sunshine|阳光|晴朗', { brightness: 1 }),
  mood('dark', 'dark|gloomy|ominous|黑暗|阴暗|阴郁|暗黑', { brightness: -1 }, 'aeolian'),
  mood(
    'happy',
    'happy|happier|joyful|cheerful|merry|快乐|开心|欢快|愉快|高兴|喜悦|欢乐',
    { energy: 1 },
    'ionian',
  ),
  mood('light-hearted', 'light hearted|轻快|明快', { energy: 1, pace: 1 }),
  mood('playful', 'playful|cute|fun|quirky|可爱|俏皮|活泼|有趣', { energy: 1 }),
  mood(
    'uplifting',
    'uplifting|inspiring|motivational|hopeful|hope|optimistic|positive|振奋|励志|充满希望|有希望|积极|向上|鼓舞|鼓励',
    { energy: 1, brightness: 1 },
  ),
  mood(
    'energetic',
    'energetic|energy|lively|upbeat|driving|powerful|workout|exciting|活力|动感|有力|有活力|热血|激昂|激情|有劲',
    { energy: 2, pace: 1 },
  ),
  mood(
    'melancholic',
    'melancholic|melancholy|sad|sadder|sorrowful|mournful|悲伤|离别|告别|忧伤|伤感|难过|悲|忧郁|哀伤|惆怅',
    { energy: -1 },
    'aeolian',
  ),
  mood('nostalgic', 'nostalgic|nostalgia|retro|vintage|怀旧|复古|回忆'),
  mood('dreamy', 'dreamy|dream|dreamlike|ethereal|floating|梦幻|空灵|飘渺|梦境|仙', { reverb: 1 }),
  mood('romantic', 'romantic|love|intimate|浪漫|爱情|甜蜜'),
  mood('epic', 'epic|grand|majestic|heroic|宏大|壮丽|大气|恢弘', { energy: 2 }),
  mood('mysterious', 'mysterious|mystical|enigmatic|神秘|玄幻'),
  mood('tense', 'tense|suspenseful|scary|spooky|creepy|紧张感|悬疑|恐怖|吓人', { energy: 1 }, 'phrygian'),
  mood('angry', 'angry|aggressive|rage|furious|fierce|harsh|愤怒|生气|暴躁|狂暴', { energy: 2 }, 'aeolian'),
  mood('unhurried', 'unhurried|moderate|mid tempo|medium tempo|不快不慢|不紧不慢|中速|从容'),
  mood('groovy', 'groovy|groove|funky|bouncy|律动|节奏感'),
  mood('hypnotic', 'hypnotic|repetitive|trance like|重复|循环'),
  mood('complex', 'complex|complicated|复杂|花哨', { energy: 1 }),
  mood('elegant', 'elegant|graceful|classy|优雅|典雅|高级'),
  mood('rainy', 'rainy|rain|raindrops|雨|下雨|雨天|下雨天|雨声|雨夜'),
  mood('breezy', 'breeze|breezy|wind|微风|清风|春风|晚风|风一样'),
  mood('pure', 'pure|clean|clear|纯净|清澈|干净'),
  mood('oceanic', 'ocean|oceanic|sea|waves|beach|大海|海|海边|海浪|沙滩'),
  mood('forest-like', 'forest|woods|nature|natural|森林|树林|大自然|自然'),
  mood('nocturnal', 'night|nocturnal|midnight|late night|夜晚|深夜|夜|夜里|午夜|夜色'),
  mood('morning-fresh', 'morning|dawn|sunrise|清晨|早晨|早上|日出|黎明'),
  mood('sunset-lit', 'sunset|dusk|evening|日落|夕阳|黄昏|傍晚'),
  mood('starlit', 'starlit|stars|starry|star|space|cosmic|星空|星星|宇宙|太空', { reverb: 1 }),
  mood('spring-like', 'spring|springtime|春天|春'),
  mood('summery', 'summer|summery|夏天|夏日|夏'),
  mood('autumnal', 'autumn|autumnal|秋天|秋|秋日'),
  mood('wintry', 'winter|wintry|snow|snowy|冬天|冬|雪|下雪'),
  [
    { kind: 'quality', noun: 'minor keys', mood: null, moves: {}, mode: 'aeolian' },
    'minor|minor key|in minor|a minor key|小调',
  ],
  [
    { kind: 'quality', noun: 'major keys', mood: null, moves: {}, mode: 'ionian' },
    'major|major key|in major|a major key|大调',
  ],
  [{ kind: 'quality', noun: 'Dorian harmony', mood: null, moves: {}, mode: 'dorian' }, 'dorian|多利亚'],
  [{ kind: 'quality', noun: 'Lydian harmony', mood: null, moves: {}, mode: 'lydian' }, 'lydian|利底亚'],
  [
    { kind: 'quality', noun: 'Mixolydian harmony', mood: null, moves: {}, mode: 'mixolydian' },
    'mixolydian|混合利底亚',
  ],
  [
    { kind: 'quality', noun: 'Phrygian harmony', mood: null, moves: {}, mode: 'phrygian' },
    'phrygian|弗里几亚',
  ],
];
