import type { Genre } from '../../../core/brief.ts';
import type { Entry } from './term.ts';

function genre(name: Genre, phrases: string): Entry {
  return [{ kind: 'genre', name: phrases.split('|')[0] ?? name, genre: name, standIn: false }, phrases];
}

/** A genre that we lack, and the nearest of ours. */
function near(name: Genre, phrases: string): Entry {
  return [{ kind: 'genre', name: phrases.split('|')[0] ?? name, genre: name, standIn: true }, phrases];
}

export const GENRE_WORDS: readonly Entry[] = [
  genre('lo-fi', 'lo-fi|lofi|lo fi hip hop|lofi hip hop|chillhop|study beats|低保真|洛菲'),
  genre('ambient', 'ambient|ambient music|drone|soundscape|氛围|氛围音乐|环境音乐'),
  genre(
    'classical-piano',
    'classical|classical piano|neoclassical|neo classical|古典|古典乐|古典音乐|古典钢琴|新古典',
  ),
  genre('rnb', 'R&B|rnb|r and b|neo soul|节奏布鲁斯'),
  genre('pop', 'pop|pop music|pop song|流行|流行乐|流行音乐'),
  genre(
    'cinematic',
    'cinematic|film score|film music|soundtrack|movie music|orchestral|电影|电影感|电影配乐|配乐|史诗',
  ),
  genre('folk-guitar', 'folk|acoustic folk|indie folk|folk guitar|singer songwriter|民谣'),
  genre(
    'electronic',
    'electronic|electronica|edm|house music|deep house|techno|downtempo|电子|电子乐|电子音乐|电音',
  ),
  genre('rock', 'rock|rock music|hard rock|rock and roll|indie rock|摇滚|摇滚乐'),
  genre('metal', 'metal|heavy metal|death metal|metalcore|金属|重金属'),
  genre('industrial', 'industrial|工业|工业噪音'),
  near('rnb', 'jazz|smooth jazz|爵士|爵士乐'),
  near('rnb', 'soul music|灵魂乐'),
  near('lo-fi', 'hip hop|hiphop|trip hop|嘻哈'),
  near('folk-guitar', 'bossa nova|bossa|波萨诺瓦|巴萨诺瓦'),
  near('folk-guitar', 'country|乡村音乐|乡村'),
  near('folk-guitar', 'blues|布鲁斯|蓝调'),
  near('folk-guitar', 'reggae|雷鬼'),
  near('ambient', 'new age|新世纪|冥想音乐'),
  near(
    'cinematic',
    'traditional Chinese music|chinese traditional|chinese style|guofeng|中国风|国风|古风|民乐',
  ),
  near('electronic', 'synthwave|vaporwave|蒸汽波|合成器浪潮'),
  near('rock', 'punk|grunge|朋克'),
  near('pop', 'indie|indie pop|独立流行'),
  near('pop', 'disco|funk|迪斯科|放克'),
];
