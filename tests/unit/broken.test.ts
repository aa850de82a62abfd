import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseRecording } from '../../src/recording/parse.ts';

const folder = new URL('../fixtures/broken/', import.meta.url);
const valid = readFileSync(new URL('valid.json', folder), 'utf8');
const cases: { name: string; set: (string | number)[]; value: unknown; error?: string; at?: string }[] = JSON.parse(
  readFileSync(new URL('cases.json', folder), 'utf8'),
);

function broken(path: (string | number)[], value: unknown): string {
  const data = JSON.parse(valid);
  let at = data;
  for (const key of path.slice(0, -1)) at = at[key];
  at[path.at(-1)!] = value;
  return JSON.stringify(data);
}

describe('a recording that breaks the format', () => {
  it('is not the valid one', () => {
    expect(parseRecording(valid, 'valid.json').run.name).toBe('small');
  });

  it.each(cases)('$name', ({ set, value, error, at }) => {
    let said = '';
    try {
      parseRecording(broken(set, value), 'it');
    } catch (e) {
      said = (e as Error).message;
    }
    if (error) expect(said).toBe(`it: ${error}`);
    else expect(said).toMatch(new RegExp(`^it: ${at!.replace(/[[\].]/g, '\\$&')}: \\S`));
  });

  it('says that half a file is no JSON, and which format a newer one has', () => {
    expect(() => parseRecording(valid.slice(0, 500), 'half.json')).toThrow('half.json is not a recording: it is not JSON');
    expect(() => parseRecording('{"format": 2}', 'new.json')).toThrow('new.json is a recording of format 2, and this site reads format 1.');
    expect(() => parseRecording('[]', 'list.json')).toThrow('list.json: recording: ');
  });
});
