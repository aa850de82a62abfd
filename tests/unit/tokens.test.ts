import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { palette } from '../../src/drawing/palette.ts';

it('the page and the drawings use the same colours', () => {
  const css = readFileSync('src/styles/tokens.css', 'utf8');
  for (const [token, [light, dark]] of Object.entries(palette)) {
    expect(css).toContain(`--${token.replace('.', '-')}: light-dark(${light}, ${dark});`);
  }
});
