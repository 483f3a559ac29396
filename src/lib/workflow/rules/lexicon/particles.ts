import type { Entry, ParticleTerm } from './term.ts';

function particle(kind: ParticleTerm['kind'], phrases: string): Entry {
  return [{ kind }, phrases];
}

function sound(name: string, phrases: string): Entry {
  return [{ kind: 'sound', name }, `${name}|${phrases}`];
}

export const PARTICLES: readonly Entry[] = [
  [
    { kind: 'intent', intent: 'express' },
    'express|vent|vent my anger|let it out|mirror my mood|match my mood|release my anger|发泄|宣泄|表达|释放情绪',
  ],
  [
    { kind: 'intent', intent: 'soothe' },
    'soothe|soothe me|calm me down|calm down|cheer me up|comfort me|安抚|安抚我|安慰我|让我平静|让我放松|冷静',
  ],
  sound('vocals', 'vocal|voice|voices|singing|singer|lyrics|人声|歌词|唱|唱歌|演唱|歌声|说唱'),
  sound('sudden loud hits', 'sudden hits|sudden sounds|jump scares|sudden noises|突然的声音|突然的巨响|惊吓'),
  sound('distortion', 'distorted|distorted guitar|overdrive|失真'),
  sound('noise', 'noises|harsh noise|white noise|噪音|噪声|杂音|白噪音'),
  sound('cymbals', 'cymbal|hi hats|hi hat|hihat|镲|镲片'),
  sound('risers', 'riser|build ups|build up|drops|drop'),
  sound('dullness', 'boring|monotonous|无聊|乏味|单调'),
  sound('dissonance', 'dissonant|不和谐|不协和'),
  sound('birdsong', 'birds|bird song|鸟鸣|鸟叫|鸟'),
  particle(
    'not',
    "no|not|without|don't|dont|do not|doesn't|don't want|do not want|don't like|never|avoid|avoiding|remove|skip|drop the|get rid of|minus|hate|dislike|can't stand|not a fan of|free of|nor|nothing|anything but|everything but|all but|mute|leave out|take out|take away|turn off|replace|swap|swap out|instead of|rather than|" +
      '而不是|替换|不要|不想要|不想|不用|不需要|不喜欢|不爱|讨厌|别|别用|别太有|没有|没|无|不|去掉|去除|拿掉|删掉|避免|拒绝|千万别|请勿|勿',
  ),
  particle('less', 'less|fewer|reduce|cut down on|turn down|少一点|少点|少一些|少些|减少|减弱|弱一点'),
  particle('more', 'more|extra|a lot of|lots of|plenty of|turn up|多一点|多点|多一些|多些|增加|更多|更|再'),
  particle(
    'only',
    'only|just|nothing but|solo|alone|exclusively|purely|只要|只有|只用|只想要|仅|仅仅|只|纯|独奏|单独',
  ),
  particle('alone', 'nothing else|什么都不要|别的都不要|其他都不要|其它都不要|别的不要|其他不要'),
  particle(
    'slightly',
    'slightly|a bit|a little|little|a little bit|a touch|somewhat|一点|一点点|点|点儿|一些|些|稍微|稍|略|略微',
  ),
  particle(
    'very',
    'very|so|much|really|so much|a lot|way|super|extremely|far|quite|这么|那么|非常|很|特别|超|超级|极|极其|十分|最|好多|得多',
  ),
  particle('too', 'too|overly|excessively|太|过于|过|过分|太过'),
  particle('excess', 'too much|too many|too strong|太多|太大|太重|太强|太浓'),
  particle(
    'with',
    "with|include|including|use|using|featuring|feat|need|keep|not only|not just|don't mind|带|带有|配|配上|用|要|要有|想要|来点|需要|有|保留|留下|留着|不只|不光|不仅",
  ),
  particle('except', 'except|except for|apart from|aside from|other than|除了'),
  particle('somewhat', '有点|有一点|有些'),
  particle('swap', '换成|改成|改为|换为|变成'),
  particle('add', 'add|adding|bring in|加|加上|加入|加点|加一点|加些|加一些'),
  particle(
    'felt',
    "i feel|i am|i'm|im so|im very|im feeling|i am feeling|i'm feeling|i've been|feeling|我很|我好|我太|我感到|我觉得|我感觉|我有点|我有些|我最近|我今天|今天很|今天好|心情|心情很|情绪",
  ),
  // They tell a wish of its own from one more thing of a list.
  particle(
    'ask',
    'want|like|love to|wish|give|make|play|let|hear|listen|get|have|try|i want|i would like|i love|love the|' +
      '希望|想|想听|听|喜欢|爱|给|给我|让|让我|吧|就|就行|就好|可以|来|来一首|来个|为主|主打|突出|就可以',
  ),
  particle('please', 'please|pls'),
  particle('of', '的'),
  particle('and', 'and|&|plus|as well as|和|与|以及|跟|还有|及|、'),
  particle('or', 'or|或|或者'),
  particle('but', 'but|however|instead|rather|for|while|when|because|适合|但|但是|因为|不过|而是|可是|然而'),
  particle(
    'filler',
    "a|an|the|than|can't|cannot|as possible|anymore|any more|under|within|no more than|no longer than|not more than|at most|at least|around|about|roughly|maybe|perhaps|fine|everything|being|most|so that|instrumental|instrumentals|prominent|forward|featured|main|lead|leading|i|i'd|me|my|we|you|your|it|it's|its|this|that|these|some|any|of|in|on|at|to|from|by|as|is|are|be|was|will|would|should|could|can|thanks|thank you|made|create|generate|playing|something|anything|music|song|track|tune|piece|sound|sounds|sounding|style|vibe|vibes|feel|feels|mood|kind|sort|tempo|speed|pace|key|beat|melody|instrument|instruments|bpm|who|which|there|here|now|then|also|again|has|had|help|got|know|such|bit|touch|ok|okay|hi|hello|yes|been|do|does|up|down|out|all|one|" +
      '怎么|什么|其他|其它|其余|不变|不要动|别动|以外|之外|放|从|味|味道|一个人|鼓励我|尽快|赶快|快要|别人|别的|无限|无尽|无边|无法|无比|不知道|不断|不止|不管|不会|不一样|一只|两只|这只|那只|最后|纯音乐|能不能|可不可以|有没有|是不是|要不要|好不好|不超过|最多|至少|大概|大约|左右|最近|铺垫|伴奏|衬托|大|我|我们|你|你们|他|她|它|了|地|得|着|呢|啊|吗|呀|哦|嗯|请|请你|麻烦|帮|帮我|把|是|为|在|里|上|下|中|和谐|首|一首|段|一段|个|一个|种|一种|曲|曲子|歌|歌曲|音乐|乐曲|音|声音|声|旋律|节奏|速度|风格|风|感觉|感|氛围感|气氛|类型|乐器|调|调子|能|都|也|还|那|那种|这|这种|像|像是|好像|时候|时|的时候|不错|好听|好|一下|变|变得|做|生成|创作|写|整体|今天|现在|谢谢|会|到|去|点的|样|一样|不同|使用|之|以|所以|因|并|并且|且|又|比较|用来|来自|当|背景|背景音乐|里面|全部|所有|起来',
  ),
];
