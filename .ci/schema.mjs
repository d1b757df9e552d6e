// Writes public/scenario.schema.json from the schema in the code: npm run schema. A test fails when the file is out of date.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './ensure.mjs';
import { scenarioJsonSchema } from '../src/scenario/json-schema.ts';

const file = join(root, 'public', 'scenario.schema.json');
writeFileSync(file, `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`);
console.log(`wrote ${file}`);
