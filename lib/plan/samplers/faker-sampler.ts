import type { Faker } from '@faker-js/faker';
import { createDraw, drawInt, type Draw } from '@/lib/random/draw';
import { fakerOf, referenceDay } from '@/lib/random/faker/counted-faker';
import { hasMethod } from '@/lib/random/faker/methods';
import type { Sampler } from '@/lib/recipe/sampler-schema';
import { defaultLocale } from '@/lib/recipe/samplers/sampler-keys';
import { dayNumber, dayOfNumber, dayText } from '@/lib/util/calendar';
import { TextRecord } from '@/lib/util/text-record';
import { Float, isDict, type Value } from '@/lib/util/value';
import { countryOf } from './country-of';
import type { CompiledSampler } from './compiled-sampler';

type Made = Pick<CompiledSampler, 'open' | 'revive'>;

/** What faker makes, drawn by counted chance. Its data is fetched by `loadFaker`; until then no row has a value. */
export function fakerSampler(id: string, sampler: Sampler): Made {
  const { locale = defaultLocale } = sampler;
  const { make, revive = (value: Value) => value } = makerOf(sampler, locale);
  return {
    revive,
    open(seed) {
      const draw = createDraw(seed, id, 'faker');
      const own = createDraw(seed, id, 'value');
      return (row) => fakerOf(locale)?.draw(draw, row, (faker) => make(faker, { own, row }));
    },
  };
}

/** `own`: what isn't left to faker. */
type Chance = { own: Draw; row: number };
type Maker = { make: (faker: Faker, chance: Chance) => Value; revive?: (value: Value) => Value };

function makerOf(sampler: Sampler, locale: string): Maker {
  const { type, method = '' } = sampler;
  if (type === 'person') {
    return { make: (faker, chance) => person(faker, sampler, chance), revive: reviveNamed };
  }
  if (type === 'address') {
    return { make: (faker, chance) => address(faker, locale, chance), revive: reviveAddress };
  }
  if (type === 'email') return { make: (faker) => faker.internet.exampleEmail() };
  if (type === 'phone') return { make: (faker) => faker.phone.number() };
  return { make: (faker) => ask(faker, method), revive: reviveNamed };
}

/** One person whose parts fit together. E-mail addresses are of domains that belong to nobody (RFC 2606). */
function person(
  faker: Faker,
  { sex: wanted, min_age: least = 18, max_age: most = 90 }: Sampler,
  { own, row }: Chance,
): Value {
  const sex = wanted ?? (own(row, 0) < 0.5 ? 'female' : 'male');
  const age = least + drawInt(own, row, 1, most - least + 1);
  const firstName = faker.person.firstName(sex);
  const lastName = faker.person.lastName(sex);
  const names = { firstName, lastName };
  const name = fullName(faker, names);
  const parts: [string, Value][] = [
    ['name', name],
    ['first_name', firstName],
    ['last_name', lastName],
    ['sex', sex],
    ['age', age],
    ['birth_date', birthDate(age, own(row, 2))],
    ['email', faker.internet.exampleEmail(names)],
    ['username', faker.internet.username(names)],
    ['phone', faker.phone.number()],
    ['job', faker.person.jobTitle()],
  ];
  return new TextRecord(parts, name);
}

/** First and last name in the order of the language. */
function fullName(faker: Faker, { firstName, lastName }: { firstName: string; lastName: string }): string {
  const form = faker.rawDefinitions.person?.name
    ?.map(({ value }) => value)
    .find((value) => /^\{\{person\.(?:first|last)Name\}\} ?\{\{person\.(?:first|last)Name\}\}$/.test(value));
  return (form ?? '{{person.firstName}} {{person.lastName}}')
    .replace('{{person.firstName}}', () => firstName)
    .replace('{{person.lastName}}', () => lastName);
}

/** A day of birth of somebody who is so old on the day that faker takes for today. */
function birthDate(age: number, draw: number): string {
  const year = Number(referenceDay.slice(0, 4)) - age;
  const last = dayNumber({ year, month: 1, day: 1 });
  const first = dayNumber({ year: year - 1, month: 1, day: 2 });
  return dayText(dayOfNumber(first + Math.floor(draw * (last - first + 1))));
}

/** What has a name prints as it: a person, an airport, a currency. */
function reviveNamed(value: Value): Value {
  const name = isDict(value) ? value.get('name') : undefined;
  return isDict(value) && typeof name === 'string' ? new TextRecord(value, name) : value;
}

/** An address. Where the language knows which codes a state has, the postcode is one of them. */
function address(faker: Faker, locale: string, { own, row }: Chance): Value {
  const street = faker.location.streetAddress();
  const city = faker.location.city();
  const { state, postcode } = region(faker, locale, { own, row });
  const parts = new Map<string, Value>([
    ['street', street],
    ['city', city],
    ['state', state],
    ['postcode', postcode],
    ['country_code', countryOf(locale)],
  ]);
  return reviveAddress(parts);
}

function region(
  faker: Faker,
  locale: string,
  { own, row }: Chance,
): { state: string | null; postcode: string | null } {
  const {
    state: states,
    state_abbr: codes,
    postcode_by_state: byState,
  } = faker.rawDefinitions.location ?? {};
  if (states && codes && byState && states.length === codes.length) {
    const at = drawInt(own, row, 0, states.length);
    return { state: states[at] ?? null, postcode: faker.location.zipCode({ state: codes[at] ?? '' }) };
  }
  return {
    state: hasMethod(locale, 'location.state') ? faker.location.state() : null,
    postcode: hasMethod(locale, 'location.zipCode') ? faker.location.zipCode() : null,
  };
}

function reviveAddress(value: Value): Value {
  if (!isDict(value)) return value;
  const line = (...names: string[]) =>
    names
      .map((name) => value.get(name))
      .filter((part) => typeof part === 'string')
      .join(' ');
  const text = [line('street'), line('postcode', 'city'), line('state')].filter((part) => part !== '');
  return new TextRecord(value, text.join(', '));
}

/** What a method of the list gives, as a value of a row. */
function ask(faker: Faker, method: string): Value {
  const [moduleName = '', name = ''] = method.split('.');
  const owner: unknown = Reflect.get(faker, moduleName);
  const named: unknown = typeof owner === 'object' && owner !== null ? Reflect.get(owner, name) : null;
  if (typeof named !== 'function') return null;
  const given: unknown = Reflect.apply(named, owner, []);
  return typeof given === 'number' && floats.has(method) && Number.isInteger(given)
    ? new Float(given)
    : plain(given);
}

/** Methods whose numbers are floats also where they are integral. */
const floats = new Set(['number.float', 'location.latitude', 'location.longitude']);

function plain(given: unknown): Value {
  if (typeof given === 'string' || typeof given === 'number' || typeof given === 'boolean') return given;
  if (typeof given !== 'object' || given === null) return null;
  if ('toISOString' in given && typeof given.toISOString === 'function') {
    const text: unknown = Reflect.apply(given.toISOString, given, []);
    return typeof text === 'string' ? text : null;
  }
  return reviveNamed(new Map(Object.entries(given).map(([key, value]) => [key, plain(value)])));
}
