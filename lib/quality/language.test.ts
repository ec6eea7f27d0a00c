import { describe, expect, test } from 'vitest';
import { languageCodes, type Language } from '@/lib/recipe/languages';
import { languageProblem } from './language';

/** One plain sentence of each language. */
const sentences: Record<Language, string> = {
  ar: 'لم تصل البطاقة الجديدة إلى المنزل حتى الآن، ما الذي يجب أن أفعله في هذا الوقت؟',
  bg: 'Картата ми още не е пристигнала и аз не знам какво да направя, за да я получа.',
  cs: 'Moje karta ještě nepřišla a já nevím, jak ji mám dostat, když už není na poště.',
  da: 'Mit kort er ikke kommet endnu, og jeg ved ikke hvad jeg skal gøre for at få det.',
  de: 'Meine Karte ist noch nicht angekommen und ich weiß nicht, was ich mit der alten machen soll.',
  el: 'Η κάρτα μου δεν έχει φτάσει ακόμα και δεν ξέρω τι να κάνω.',
  en: 'My card has not arrived yet and I do not know what to do with the old one.',
  es: 'Mi tarjeta no ha llegado todavía y no sé qué hacer con la que tengo en casa.',
  fa: 'کارت من هنوز نرسیده است و نمی دانم که با کارت قدیمی خود چه باید بکنم.',
  fi: 'Korttini ei ole vielä saapunut ja en tiedä mitä minun pitää tehdä, jos se on kadonnut.',
  fr: 'Ma carte n’est pas encore arrivée et je ne sais pas ce que je dois faire avec la vieille.',
  he: 'הכרטיס שלי עדיין לא הגיע ואני לא יודע מה לעשות.',
  hi: 'मेरा कार्ड अभी तक नहीं आया है और मुझे नहीं पता कि क्या करना है।',
  hu: 'A kártyám még nem érkezett meg, és nem tudom, hogy mit kell tenni, ha már elveszett.',
  id: 'Kartu saya belum sampai dan saya tidak tahu apa yang harus dilakukan dengan kartu lama itu.',
  it: 'La mia carta non è ancora arrivata e non so che cosa fare con quella che ho a casa.',
  ja: '私のカードはまだ届いていません。どうすればいいですか。',
  ko: '제 카드가 아직 도착하지 않았는데 어떻게 해야 하나요?',
  nl: 'Mijn kaart is nog niet aangekomen en ik weet niet wat ik met de oude moet doen.',
  no: 'Kortet mitt har ikke kommet enda, og jeg vet ikke hva jeg skal gjøre for å få det.',
  pl: 'Moja karta jeszcze nie dotarła i nie wiem, co mam zrobić, żeby ją dostać, gdy się zgubi.',
  pt: 'O meu cartão ainda não chegou e não sei o que fazer com o que está em casa.',
  ro: 'Cardul meu nu a sosit încă și nu știu ce să fac cu cel vechi, care este la mine acasă.',
  ru: 'Моя карта ещё не пришла, и я не знаю, что мне делать, если она потерялась.',
  sv: 'Mitt kort har inte kommit ännu och jag vet inte vad jag ska göra för att få det.',
  th: 'บัตรของฉันยังมาไม่ถึงและฉันไม่รู้ว่าต้องทำอย่างไร',
  tr: 'Kartım henüz gelmedi ve ne yapmam gerektiğini bilmiyorum, bu çok kötü bir durum.',
  uk: 'Моя картка ще не прийшла, і я не знаю, що мені робити, якщо вона загубилася.',
  vi: 'Thẻ của tôi vẫn chưa đến và tôi không biết phải làm gì với thẻ cũ của mình.',
  zh: '我的卡还没有到，我不知道该怎么办。',
};

/** So near to each other that a sentence may be both. */
const near = new Set(['da no', 'no da', 'sv no', 'no sv']);

describe.each(languageCodes)('Q23 a sentence in %s', (code) => {
  test('is in its language', () => {
    expect(languageProblem(sentences[code], code)).toBeNull();
  });

  test.each(languageCodes.filter((other) => other !== code && !near.has(`${code} ${other}`)))(
    'is not in %s',
    (other) => {
      expect(languageProblem(sentences[code], other)).not.toBeNull();
    },
  );
});

test.each([
  ['', 'no letters'],
  ['2024-01-05 12:30', 'no letters'],
  ['Visa Mastercard', 'too short'],
  ['const total = items.reduce((sum, item) => sum + item.price)', 'code'],
  ['Call the shop “La Casa de la Abuela” and ask if they are open on Sunday', 'a name in another language'],
])('Q23 nothing is said of %j: %s', (text) => {
  expect(languageProblem(text, 'en')).toBeNull();
});

test('Q23 what is found is said', () => {
  expect(languageProblem(sentences.ru, 'en')).toBe('is not in English: most letters are Cyrillic');
  expect(languageProblem(sentences.fr, 'en')).toBe('is not in English: it reads as French');
  expect(languageProblem(sentences.zh, 'ja')).toBe('is not in Japanese: it reads as Chinese');
  expect(languageProblem(sentences.ja, 'zh')).toBe('is not in Chinese: most letters are Japanese');
});
