import { languages, type Language } from '@/lib/recipe/languages';

type Script = { readonly name: string; readonly letter: RegExp };

const script = (name: string, ...scripts: string[]): Script => ({
  name,
  letter: new RegExp(`[${scripts.map((one) => String.raw`\p{Script=${one}}`).join('')}]`, 'gu'),
});

const latin = script('Latin', 'Latin');
const cyrillic = script('Cyrillic', 'Cyrillic');
const arabic = script('Arabic', 'Arabic');
const han = script('Chinese', 'Han');
const kana = script('Japanese', 'Hiragana', 'Katakana');
const scripts: readonly Script[] = [
  ...[latin, cyrillic, arabic, han, kana],
  ...['Greek', 'Hebrew', 'Devanagari', 'Hangul', 'Thai'].map((name) => script(name, name)),
];

/** Languages that are alone with their script here are told by it; of Japanese a text in Chinese characters may be one too. */
const scriptsOf: Partial<Record<Language, readonly string[]>> = {
  ar: ['Arabic'],
  fa: ['Arabic'],
  bg: ['Cyrillic'],
  ru: ['Cyrillic'],
  uk: ['Cyrillic'],
  el: ['Greek'],
  he: ['Hebrew'],
  hi: ['Devanagari'],
  ko: ['Hangul'],
  th: ['Thai'],
  zh: ['Chinese'],
  ja: ['Japanese', 'Chinese'],
};

/**
 * The little words that hold a language's sentences together. A word that several languages have counts for each of
 * them, so it tells nothing between them.
 */
const littleWords: Partial<Record<Language, string>> = {
  cs: 'a i v ve na je se si že to s z ze do od pro o jako jsou být byl bylo nebo ale který která které jeho její jsem by po při za k jen než už má mít ještě jak když není mám ji aby pokud tak tento',
  da: 'og i at er en et af den til på det for med der ikke som de har fra eller ved hvad kan jeg du vi han hun sig sin skal blev være min dit hvor efter nogen også uden mellem bliver ingen andre alle samme hvis noget meget mig dig os meget nu selv ret igen altid giver lige ud',
  de: 'der die das und ist in den von zu mit sich des auf für nicht ein eine einer einen dem als auch es an werden aus er hat dass sie nach wird bei noch wie oder ich wir ihr mein kann haben sind war nur zum zur',
  en: 'the of and to a in is that it for was on are as with his they at be this have from or by had not but what all were we when your can there an which you their if will each how do my i has would been who more no our its she he me',
  es: 'de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me si sin sobre este ya entre cuando todo esta ser son dos también fue había era muy hay está tiene mi yo qué cómo puede usted toda tener derecho',
  fi: 'ja on ei se että oli joka mutta kun niin hän tai ovat ole kuin myös hänen mitä minun olen voi sen jos ovat vain sekä jokaisella oikeus jotka kaikki minä sinä tämä',
  fr: 'de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec son sa ou elle je tu nous vous mais comme aux cette été être ont ses leur tout toute mon ma si y d l c qu n',
  hu: 'a az és hogy nem is egy van meg de ezt ez volt csak el ha már még mint kell vagy ki mi én te azt lehet minden joga nincs hogyan olyan amely akkor',
  id: 'yang dan di ini itu dengan untuk tidak dari dalam akan pada juga saya ke karena ada kami mereka bisa adalah atau oleh anda sebagai setiap orang berhak tersebut telah dapat apa bagaimana sudah',
  it: 'di e il la che in un a per è una sono del con non si da dei le al come più della nel anche gli lo ha se ma i suo sua o ad delle alla ho mi questo questa ogni essere può quando cosa io tu noi',
  nl: 'de van het een en in is dat op te zijn met voor niet die aan er om ook als dan maar bij door of naar uit heeft worden wordt hij ze je ik mijn wat hoe kan deze heb nog over geen tot hebben',
  no: 'og i det er på til som en å for av at med de ikke den har jeg om et fra men så vi var han seg eller hva kan du sin skal ble hun være min hvor etter noen også uten mellom blir ingen andre alle samme hvis noe mye meg deg oss nå selv rett igjen alltid gir like ut',
  pl: 'i w na z do nie się to że jest jak o co po za od przez dla ale jego czy tak już tylko ma być są lub oraz który która które każdy mi ze był moja mój gdy można jej prawo',
  pt: 'de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu sua ou ser quando muito há nos já está eu também só pelo pela até isso meu minha você são toda todo',
  ro: 'de și în a la cu nu o că este pe un care din se pentru mai sau au fi sunt al ale să dar fost ce o prin lui ei orice sa său am eu tu cum cele acest această dreptul',
  sv: 'och i att det som en på är av för med den till inte har de om ett han var men sig från vi så kan jag du eller hade vad skall ska hon vara blev min sin där efter också rätt var',
  tr: 've bir bu da de için ile çok ne gibi daha var mi olarak ya o kadar ben sen mı her veya olan ki değil hakkı sonra ama en nasıl şey olduğu',
  vi: 'và của là có được không trong cho một các với này người những đã để khi về từ như tôi hay mọi đó quyền ở ra bạn cũng làm thì',
  bg: 'и на да се в не за от е са по си че с като или към ще това аз ти ние има му до при само всеки който която които право след но ли ме ми',
  ru: 'и в не на что с по как это к из за у от о но для же все так а бы или его она они мы вы я он есть при быть было только до если каждый имеет который право меня мне',
  uk: 'і в не на що з та до у як за це по від для але його про є або й а так ми ви він вона вони я має при бути був було тільки якщо кожна право людина мені чи ж',
  ar: 'في من على أن إلى عن هذا مع التي لا ما هو كل أو كان هذه بين هي الذي قد لم أي له ذلك ولا حق وفي أنا هل كما عند لي بعد',
  fa: 'و در به از که این را با است برای آن یک می خود تا بر هر هم نیز یا شده اند باید حق من ها شما کند دارد بود آیا چه',
};

const wordSets = new Map(
  Object.entries(littleWords).map(([code, words]) => [code, new Set(words.split(' '))] as const),
);

/** A text of fewer words may be names or a phrase: nothing is said of it. */
const fewWords = 4;

/**
 * Why a text does not read as a language, in words that fit behind the column's name; null when it does, or when it is
 * too short to tell. First the script tells, then the little words that sentences can't do without: quoted names, code
 * and numbers hold none and don't matter.
 */
export function languageProblem(text: string, language: Language): string | null {
  const counts = scripts
    .map(({ name, letter }) => ({ name, count: text.match(letter)?.length ?? 0 }))
    .sort((a, b) => b.count - a.count);
  const letters = counts.reduce((sum, { count }) => sum + count, 0);
  const [most] = counts;
  if (most === undefined || letters === 0) return null;
  const own = scriptsOf[language] ?? ['Latin'];
  const ofOwn = counts.reduce((sum, { name, count }) => (own.includes(name) ? sum + count : sum), 0);
  if (ofOwn < letters / 2) return `is not in ${languages[language]}: most letters are ${most.name}`;
  if (language === 'ja' || language === 'zh') return japaneseOrChinese(counts, language);
  return wordProblem(text, language, own);
}

function japaneseOrChinese(
  counts: readonly { name: string; count: number }[],
  language: 'ja' | 'zh',
): string | null {
  const of = (wanted: string) => counts.find(({ name }) => name === wanted)?.count ?? 0;
  const [characters, syllables] = [of('Chinese'), of('Japanese')];
  // Japanese sentences are nearly half syllables; Chinese ones have none but in names.
  if (language === 'ja') {
    return syllables === 0 && characters > 12 ? 'is not in Japanese: it reads as Chinese' : null;
  }
  return syllables > (characters + syllables) / 5 ? 'is not in Chinese: it reads as Japanese' : null;
}

function wordProblem(text: string, language: Language, own: readonly string[]): string | null {
  const wanted = wordSets.get(language);
  if (wanted === undefined) return null;
  const words =
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{M}]+/gu) ?? [];
  if (words.length < fewWords) return null;
  const found = words.filter((word) => wanted.has(word)).length;
  let [best, most] = ['', 0];
  for (const [code, set] of wordSets) {
    if (code === language || !shareScript(code, own)) continue;
    const count = words.filter((word) => set.has(word)).length;
    if (count > most) [best, most] = [code, count];
  }
  // A word or two may be a name or a quotation.
  if (most < 2 || most <= found * 1.25) return null;
  const name = Object.entries(languages).find(([code]) => code === best)?.[1] ?? best;
  return `is not in ${languages[language]}: it reads as ${name}`;
}

function shareScript(code: string, own: readonly string[]): boolean {
  const others: Readonly<Record<string, readonly string[]>> = scriptsOf;
  return (others[code] ?? ['Latin']).some((name) => own.includes(name));
}
