/** Where a language that is written without a country is taken to be spoken. */
const homes: Readonly<Record<string, string>> = {
  ar: 'SA',
  az: 'AZ',
  cy: 'GB',
  da: 'DK',
  de: 'DE',
  dv: 'MV',
  el: 'GR',
  en: 'US',
  es: 'ES',
  fa: 'IR',
  fi: 'FI',
  fr: 'FR',
  he: 'IL',
  hr: 'HR',
  hu: 'HU',
  hy: 'AM',
  it: 'IT',
  ja: 'JP',
  ko: 'KR',
  ku: 'IQ',
  lv: 'LV',
  mk: 'MK',
  ne: 'NP',
  nl: 'NL',
  pl: 'PL',
  ro: 'RO',
  ru: 'RU',
  sk: 'SK',
  sv: 'SE',
  th: 'TH',
  tr: 'TR',
  uk: 'UA',
  ur: 'PK',
  vi: 'VN',
};

/** The two letters of a locale's country (ISO 3166), or null for a language of none. */
export function countryOf(locale: string): string | null {
  const [language = '', ...rest] = locale.split('_');
  return rest.find((part) => /^[A-Z]{2}$/.test(part)) ?? homes[language] ?? null;
}
