/** Traditional characters of the lexicon, each followed by its simplified form. */
const PAIRS =
  '鋼钢電电豎竖鈴铃鐘钟長长絃弦樂乐團团墊垫貝贝聲声點点擊击鍵键盤盘麥麦響响緩缓節节樣样歡欢開开憂忧' +
  '傷伤難难過过無无沒没別别請请減减還还與与這这種种隻只僅仅純纯獨独單单個个們们愛爱麼么嗎吗讓让給给' +
  '幫帮聽听寫写時时間间輕轻靜静鬆松療疗癒愈溫温陽阳憤愤懷怀舊旧復复夢梦靈灵爺爷壯壮麗丽緊紧張张懸悬' +
  '慮虑動动熱热勵励誌志優优級级雜杂簡简當当邊边風风灣湾葉叶雲云飄飘聖圣業业習习書书專专註注讀读禪禅' +
  '搖摇滾滚屬属藍蓝調调鄉乡國国謠谣蕭萧簫箫箏筝萬万兩两數数對对體体發发洩泄釋释撫抚強强闇暗陰阴鬱郁' +
  '銳锐濁浊溼湿乾干幹干迴回廣广闊阔環环氣气後后從从會会來来歲岁轉转變变極极討讨厭厌刪删絕绝嚇吓驚惊' +
  '雖虽卻却將将讚赞詞词說说號号圓圆銅铜鐵铁歐欧島岛鳥鸟鳴鸣塵尘晝昼曉晓黃黄遠远選选適适應应該该儘尽' +
  '盡尽塊块檔档樁桩機机構构鑔镲創创裡里裏里圍围籠笼畫画現现覺觉觸触類类隨随興兴緒绪謝谢薩萨為为於于' +
  '並并產产係系總总約约紀纪錄录練练編编續续線线終终細细綠绿網网聯联維维緻致橋桥滿满漸渐潔洁澀涩濃浓' +
  '瀟潇灑洒爾尔牆墙狀状獻献瑪玛畢毕異异瘋疯癡痴盪荡碼码禮礼';

const SIMPLIFIED = new Map<string, string>();
const characters = [...PAIRS];
for (let i = 0; i + 1 < characters.length; i += 2) {
  SIMPLIFIED.set(characters[i] ?? '', characters[i + 1] ?? '');
}

/** @returns the simplified form of one character, or the character itself. */
export function simplified(character: string): string {
  return SIMPLIFIED.get(character) ?? character;
}
