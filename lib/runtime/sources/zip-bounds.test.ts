import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '@/lib/store/testing/temporary-database';
import { zipOfZeros } from './testing/zip-of-zeros';
import { checkZip } from './zip-bounds';

const bounds = { format: 'XLSX', mostEntries: 10, mostBytes: 2_000_000 };

function fileWith(bytes: Uint8Array): string {
  const path = join(temporaryDirectory(), 'a.xlsx');
  writeFileSync(path, bytes);
  return path;
}

test('R102 an archive within its bounds is let through', async () => {
  await expect(checkZip(fileWith(zipOfZeros('a.xml', 1_999_999)), bounds)).resolves.toBeUndefined();
});

test.each([
  ['says so', zipOfZeros('a.xml', 3_000_000)],
  ['says another size', zipOfZeros('a.xml', 3_000_000, 10)],
])('R102 an archive that unpacks to too much and %s is refused', async (_, bytes) => {
  await expect(checkZip(fileWith(bytes), bounds)).rejects.toThrow('unpacks to more than 2 MB');
});

test('R102 an archive that is cut off or damaged is refused', async () => {
  const whole = zipOfZeros('a.xml', 3_000);
  for (let length = 0; length < whole.length; length += 7) {
    await expect(checkZip(fileWith(whole.subarray(0, length)), bounds)).rejects.toThrow('is no XLSX file');
  }
  const damaged = Uint8Array.from(whole);
  damaged[40] = 0xff;
  damaged[41] = 0xff;
  await expect(checkZip(fileWith(damaged), bounds)).rejects.toThrow('it is damaged');
});
