/**
 * Patterns beside colours, so that no class is told by its colour alone: the same ones as in the legend's swatches. Where a pattern would
 * be finer than the picture, it fades into its mean.
 */

/** GLSL: a colour with a pattern in the plane `at`, in periods. */
export const PATTERN = `
float stripes(float along, float share) {
  float wide = max(1e-4, fwidth(along));
  float inside = smoothstep(0.5 - 0.5 * share - wide, 0.5 - 0.5 * share + wide, abs(fract(along) - 0.5));
  return mix(inside, share, smoothstep(0.25, 0.6, wide));
}
float patternOf(int kind, vec2 at) {
  if (kind == 1) return stripes((at.x - at.y) * 0.7, 0.42);
  if (kind == 2) return stripes((at.x + at.y) * 0.7, 0.42);
  if (kind == 3) return stripes(at.y, 0.42);
  if (kind == 4) return stripes(at.x, 0.42);
  if (kind == 5) return stripes(at.x, 0.6) * stripes(at.y, 0.6);
  if (kind == 6) return max(stripes((at.x - at.y) * 0.7, 0.28), stripes((at.x + at.y) * 0.7, 0.28));
  if (kind == 7) { float a = stripes(at.x * 0.6, 0.5), b = stripes(at.y * 0.6, 0.5); return a + b - 2.0 * a * b; }
  return 0.0;
}
vec3 patterned(vec3 colour, float code, vec2 at) {
  int kind = int(code * 255.0 + 0.5);
  if (kind == 0) return colour;
  float bright = dot(colour, vec3(0.2126, 0.7152, 0.0722));
  vec3 ink = bright > 0.3 ? colour * 0.52 : mix(colour, vec3(1.0), 0.42);
  return mix(colour, ink, patternOf(kind, at));
}
`
