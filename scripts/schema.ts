/** Writes the JSON Schema of a recording, by which the recorder checks what it writes. `--check` only compares. */
import { readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { recording } from '../src/recording/format.ts';

const file = new URL('../recorder/pyspark_xray/schema.json', import.meta.url);
const text = JSON.stringify(z.toJSONSchema(recording, { target: 'draft-7' }), null, 1) + '\n';
if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== text) {
    console.error('recorder/pyspark_xray/schema.json is not what src/recording/format.ts says: run npm run schema.');
    process.exit(1);
  }
} else writeFileSync(file, text);
