/**
 * A powder diffraction pattern of silicon as an instrument writes it: 2θ in degrees and counts, one pair a line.
 *
 * Peak positions follow from Bragg's law for a = 5.4309 Å and Cu Kα1 (1.5406 Å); heights are rounded from tables, noise
 * comes from a fixed seed, so that the same scan number gives the same bytes.
 */
export function diffractionPattern(scan: number): string {
  const peaks = reflections.map(({ hkl, height }) => ({ at: braggAngle(hkl), height }));
  const noise = seeded(scan);
  const lines = [`# scan ${scan}; silicon powder; Cu Ka1 1.5406 A; step 0.01 deg; 2theta counts`];
  for (let step = 0; step <= 8000; step += 1) {
    const angle = 20 + step / 100;
    const expected = 40 + peaks.reduce((sum, peak) => sum + peak.height * lorentz(angle - peak.at, 0.06), 0);
    lines.push(`${angle.toFixed(2)} ${Math.max(0, Math.round(expected + Math.sqrt(expected) * (noise() - 0.5) * 3))}`);
  }
  return `${lines.join('\n')}\n`;
}

const lattice = 5.4309;
const wavelength = 1.5406;

const reflections: readonly { hkl: readonly [number, number, number]; height: number }[] = [
  { hkl: [1, 1, 1], height: 10_000 },
  { hkl: [2, 2, 0], height: 5_500 },
  { hkl: [3, 1, 1], height: 3_000 },
  { hkl: [4, 0, 0], height: 600 },
  { hkl: [3, 3, 1], height: 1_100 },
  { hkl: [4, 2, 2], height: 1_200 },
];

function braggAngle([h, k, l]: readonly [number, number, number]): number {
  const spacing = lattice / Math.sqrt(h * h + k * k + l * l);
  return (2 * Math.asin(wavelength / (2 * spacing)) * 180) / Math.PI;
}

const lorentz = (distance: number, width: number): number => 1 / (1 + (distance / width) ** 2);

/** Numbers between 0 and 1 that only depend on the seed. */
function seeded(seed: number): () => number {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
