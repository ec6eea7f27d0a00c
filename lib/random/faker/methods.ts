/**
 * What may be asked of faker, by module: all that gives a scalar or a flat object without being told anything. Its helpers,
 * which can call functions by name, are not among them.
 */
const methods: Readonly<Record<string, string>> = {
  airline: 'aircraftType airline airplane airport flightNumber recordLocator seat',
  animal: 'bear bird cat cetacean cow crocodilia dog fish horse insect lion petName rabbit rodent snake type',
  book: 'author format genre publisher series title',
  color: 'cssSupportedFunction cssSupportedSpace human rgb space',
  commerce:
    'department isbn price product productAdjective productDescription productMaterial productName upc',
  company:
    'buzzAdjective buzzNoun buzzPhrase buzzVerb catchPhrase catchPhraseAdjective catchPhraseDescriptor catchPhraseNoun name',
  database: 'collation column engine mongodbObjectId type',
  datatype: 'boolean',
  date: 'anytime birthdate future month past recent soon timeZone weekday',
  finance:
    'accountName accountNumber amount bic bitcoinAddress creditCardCVV creditCardIssuer creditCardNumber currency currencyCode currencyName currencyNumericCode currencySymbol ethereumAddress iban litecoinAddress pin routingNumber transactionDescription transactionType',
  food: 'adjective description dish ethnicCategory fruit ingredient meat spice vegetable',
  git: 'branch commitDate commitEntry commitMessage commitSha',
  hacker: 'abbreviation adjective ingverb noun phrase verb',
  image: 'avatar avatarGitHub dataUri personPortrait url urlPicsumPhotos',
  internet:
    'displayName domainName domainSuffix domainWord email emoji exampleEmail httpMethod httpStatusCode ip ipv4 ipv6 jwt jwtAlgorithm mac password port protocol url userAgent username',
  location:
    'buildingNumber cardinalDirection city continent country countryCode county direction language latitude longitude ordinalDirection postalAddress secondaryAddress state street streetAddress timeZone zipCode',
  lorem: 'lines paragraph paragraphs sentence sentences slug text word words',
  music: 'album artist genre songName',
  number: 'binary float hex int octal romanNumeral',
  person:
    'bio firstName fullName gender jobArea jobDescriptor jobTitle jobType lastName middleName prefix sex sexType suffix zodiacSign',
  phone: 'imei number',
  science: 'chemicalElement unit',
  string: 'alpha alphanumeric binary hexadecimal nanoid numeric octal sample symbol ulid uuid',
  system:
    'commonFileExt commonFileName commonFileType cron directoryPath fileExt fileName filePath fileType mimeType networkInterface semver',
  vehicle: 'bicycle color fuel manufacturer model type vehicle vin vrm',
  word: 'adjective adverb conjunction interjection noun preposition sample verb words',
};

/** All of them as `module.method`, in the order of the alphabet. */
export const fakerMethods: readonly string[] = Object.entries(methods).flatMap(([module, names]) =>
  names.split(' ').map((name) => `${module}.${name}`),
);

const known = new Set(fakerMethods);

/** Languages and countries that have no such thing. */
const missing: ReadonlyMap<string, readonly string[]> = new Map([
  ['location.state', ['az', 'ro_MD']],
  ['location.zipCode', ['en_HK']],
  ['person.prefix', ['az', 'id_ID', 'ru', 'zh_CN', 'zh_TW']],
  ['person.suffix', ['az', 'it', 'mk', 'pt_PT', 'ro_MD', 'ru']],
]);

/** Whether a locale has what a method asks for. */
export function hasMethod(locale: string, method: string): boolean {
  return missing.get(method)?.includes(locale) !== true;
}

/** Whether faker may be asked for this. */
export function isFakerMethod(name: string): boolean {
  return known.has(name);
}
