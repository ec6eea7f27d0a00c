import type { Faker, Randomizer } from '@faker-js/faker';
import { AppError } from '@/lib/util/app-error';
import type { Draw } from '../draw';
import { importLocale, isFakerLocale, type FakerLocale } from './locales';

/** The version whose names, places and order of drawing the values come from. */
export const fakerVersion = '10.6.0';

/** All that faker says of "today" is said of this day: it must not depend on the clock. */
export const referenceDay = '2026-01-01T00:00:00.000Z';

/** Faker for one locale, drawing by counted chance. */
export type CountedFaker = {
  /** What `make` gives for a row: all its chance is that of `draw`, counted from 0. Not to be called within itself. */
  draw<Result>(draw: Draw, row: number, make: (faker: Faker) => Result): Result;
};

const loaded = new Map<string, CountedFaker>();

/** Faker for a locale; null until `loadFaker` has fetched it. */
export function fakerOf(locale: string): CountedFaker | null {
  return loaded.get(locale) ?? null;
}

/** Fetches what faker has of locales, each once in a process. Unknown codes are passed over. */
export async function loadFaker(locales: readonly string[]): Promise<void> {
  await Promise.all(
    locales.map(async (locale) => {
      if (!loaded.has(locale) && isFakerLocale(locale)) loaded.set(locale, await fetchFaker(locale));
    }),
  );
}

async function fetchFaker(locale: FakerLocale): Promise<CountedFaker> {
  const { faker: shared } = await importLocale(locale);
  let draws: Draw = () => 0;
  let row = 0;
  let count = 0;
  const randomizer: Randomizer = {
    next() {
      // Faker draws again until something fits; what never fits must not hold a run.
      if (count > mostDraws) throw new AppError('plan-failed', 'faker draws without an end');
      return draws(row, count++);
    },
    seed() {
      // Chance is counted: there is no state to set.
    },
  };
  // The class of the instance that came with the locale: importing it by name would bring all locales.
  const Own = shared.constructor as new (options: {
    locale: Faker['rawDefinitions'];
    randomizer: Randomizer;
  }) => Faker;
  const faker = new Own({ locale: shared.rawDefinitions, randomizer });
  faker.setDefaultRefDate(referenceDay);
  return {
    draw(draw, ofRow, make) {
      draws = draw;
      row = ofRow;
      count = 0;
      return make(faker);
    },
  };
}

const mostDraws = 100_000;
