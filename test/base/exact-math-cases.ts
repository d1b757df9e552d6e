/**
 * Fixed results of src/base/exact-math.ts, to the bit. No test library here, so that a browser can run the same list: if both hosts have no
 * failures, their exact math is identical. The published value is the correctly rounded one, from 60-digit arithmetic (mpmath 1.3).
 * The bit patterns are goldens: computed once by this code, then held. A change of one bit changes every simulation, so it is a new format.
 */
import { atan, cos, exp, expm1, gamma, inverseNormal, ln, log10, log1p, log2, normalCdf, pow, sin, tanh } from '../../src/base/exact-math.ts'

const FUNCTIONS = { atan, cos, exp, expm1, gamma, inverseNormal, ln, log10, log1p, log2, normalCdf, sin, tanh }
type ExactFunction = keyof typeof FUNCTIONS | 'pow'

/** Function, arguments, bits of the result as 16 hexadecimal digits, correctly rounded value. */
export type ExactMathCase = readonly [name: ExactFunction, args: readonly number[], bits: string, published: number]

/** Units in the last place by which a result may miss the published value; 1 unless named. */
export const ALLOWED_ULPS: Partial<Record<ExactFunction, number>> = { log10: 2, tanh: 2, inverseNormal: 4, normalCdf: 100, gamma: 1000 }

export const EXACT_MATH_CASES: readonly ExactMathCase[] = [
  ['exp', [1], '4005bf0a8b14576a', 2.718281828459045],
  ['exp', [-1], '3fd78b56362cef38', 0.36787944117144233],
  ['exp', [0.5], '3ffa61298e1e069c', 1.6487212707001282],
  ['exp', [10], '40d5829dcf950560', 22026.465794806718],
  ['exp', [-20], '3e21b48655f37267', 2.061153622438558e-9],
  ['exp', [100], '48f3494a9b171bf5', 2.6881171418161356e+43],
  ['exp', [-700], '00d14f2b0fb9307f', 9.85967654375977e-305],
  ['exp', [700], '7f0d945df4f8ec8e', 1.0142320547350045e+304],
  ['exp', [1e-9], '3ff000000044b830', 1.000000001],
  ['exp', [3.3], '403b1cd5e7807b7b', 27.112638920657883],
  ['ln', [10], '40026bb1bbb55516', 2.302585092994046],
  ['ln', [2], '3fe62e42fefa39ef', 0.6931471805599453],
  ['ln', [0.5], 'bfe62e42fefa39ef', -0.6931471805599453],
  ['ln', [1e-300], 'c085963447f87fb5', -690.7755278982137],
  ['ln', [1e+300], '4085963447f87fb5', 690.7755278982137],
  ['ln', [1.0000001], '3e7ad7f2847b6492', 9.999999505838704e-8],
  ['ln', [3], '3ff193ea7aad030a', 1.0986122886681098],
  ['ln', [0.1], 'c0026bb1bbb55515', -2.3025850929940455],
  ['ln', [123456.789], '40277281cad8a844', 11.723646487185881],
  ['log10', [2], '3fd34413509f79fe', 0.3010299956639812],
  ['log10', [1000], '4008000000000000', 3],
  ['log10', [1e-7], 'c01c000000000000', -7],
  ['log10', [1e+22], '4036000000000000', 22],
  ['log10', [5], '3fe65df657b04300', 0.6989700043360189],
  ['log10', [0.3], 'bfe0bb6c34d81502', -0.5228787452803376],
  ['log10', [12345], '40105dafd7670640', 4.091491094267951],
  ['log2', [3], '3ff95c01a39fbd68', 1.584962500721156],
  ['log2', [8], '4008000000000000', 3],
  ['log2', [0.001], 'c023ee7b471b3a95', -9.965784284662087],
  ['log2', [10000000000], '40409c1165ec0627', 33.219280948873624],
  ['log2', [0.125], 'c008000000000000', -3],
  ['log2', [7], '400675767f54042d', 2.807354922057604],
  ['pow', [2, 0.5], '3ff6a09e667f3bcd', 1.4142135623730951],
  ['pow', [10, -3], '3f50624dd2f1a9fc', 0.001],
  ['pow', [1.1, 100], '40caea4e6126bb95', 13780.61233982238],
  ['pow', [0.5, 3.7], '3fb3b2c47bff8328', 0.07694652583405726],
  ['pow', [1.7, -2.3], '3fd2e2e62f070717', 0.29509882538342097],
  ['pow', [9.81, 0.3333333333333333], '40012028aecda2c3', 2.1407025963311255],
  ['pow', [0.00001, 0.4], '3f847ae147ae147a', 0.009999999999999998],
  ['pow', [0.9, 10000], '0000000000000000', 0],
  ['pow', [273.15, 4], '41f4bce787c4d0ea', 5566789756.301004],
  ['sin', [1], '3feaed548f090cee', 0.8414709848078965],
  ['sin', [0.5], '3fdeaee8744b05f0', 0.479425538604203],
  ['sin', [3], '3fc210386db6d55b', 0.1411200080598672],
  ['sin', [-2], 'bfed18f6ead1b446', -0.9092974268256817],
  ['sin', [10], 'bfe1689ef5f34f52', -0.5440211108893698],
  ['sin', [100], 'bfe03425b78c4db8', -0.5063656411097588],
  ['sin', [1000000], 'bfd6664b2568d867', -0.34999350217129294],
  ['sin', [1e-8], '3e45798ee2308c3a', 1e-8],
  ['cos', [1], '3fe14a280fb5068c', 0.5403023058681398],
  ['cos', [0.5], '3fec1528065b7d50', 0.8775825618903728],
  ['cos', [3], 'bfefae04be85e5d2', -0.9899924966004454],
  ['cos', [-2], 'bfdaa22657537205', -0.4161468365471424],
  ['cos', [10], 'bfead9ac890c6b1f', -0.8390715290764524],
  ['cos', [100], '3feb981dbf665fdf', 0.8623188722876839],
  ['cos', [1000000], '3fedf9df9906d32c', 0.9367521275331447],
  ['atan', [1], '3fe921fb54442d18', 0.7853981633974483],
  ['atan', [0.5], '3fddac670561bb4f', 0.4636476090008061],
  ['atan', [-3], 'bff3fc176b7a8560', -1.2490457723982544],
  ['atan', [10], '3ff789bd2c160053', 1.4711276743037347],
  ['atan', [0.00001], '3ee4f8b588e06854', 0.000009999999999666668],
  ['atan', [100000000], '3ff921fb5194fb3c', 1.5707963167948966],
  ['expm1', [1e-10], '3ddb7cdfd9dda4e3', 1.00000000005e-10],
  ['expm1', [0.1], '3fbaec7b35a00d3a', 0.10517091807564763],
  ['expm1', [-0.5], 'bfd92e9a0720d3ec', -0.3934693402873666],
  ['expm1', [1], '3ffb7e151628aed2', 1.7182818284590453],
  ['expm1', [-20], 'bfeffffffee4b79b', -0.9999999979388464],
  ['expm1', [5], '40626d389970338f', 147.4131591025766],
  ['log1p', [1e-10], '3ddb7cdfd9d1d693', 9.999999999500001e-11],
  ['log1p', [0.1], '3fb8663f793c46c7', 0.09531017980432487],
  ['log1p', [-0.5], 'bfe62e42fefa39ef', -0.6931471805599453],
  ['log1p', [1], '3fe62e42fefa39ef', 0.6931471805599453],
  ['log1p', [100000], '4027069f7a2d94f6', 11.51293546492023],
  ['log1p', [-0.99], 'c0126bb1bbb55514', -4.605170185988091],
  ['tanh', [0.5], '3fdd9353d7568af3', 0.46211715726000974],
  ['tanh', [-0.1], 'bfb983d7795f413a', -0.09966799462495582],
  ['tanh', [1], '3fe85efab514f394', 0.7615941559557649],
  ['tanh', [2], '3feed9505e1bc3d4', 0.9640275800758169],
  ['tanh', [0.0001], '3f1a36e2e9a4f663', 0.00009999999966666667],
  ['tanh', [10], '3feffffffdc96f35', 0.9999999958776927],
  ['tanh', [-30], 'bff0000000000000', -1],
  ['normalCdf', [0], '3fe0000000000000', 0.5],
  ['normalCdf', [1], '3feaec4bd120d37e', 0.8413447460685429],
  ['normalCdf', [-1], '3fc44ed0bb7cb20a', 0.15865525393145705],
  ['normalCdf', [1.96], '3fef33379d3bd367', 0.9750021048517795],
  ['normalCdf', [-5], '3e933ca2f213382c', 2.866515718791939e-7],
  ['normalCdf', [-10], '3b226c75e84fb0fa', 7.619853024160525e-24],
  ['normalCdf', [3], '3feff4f10f033d25', 0.9986501019683699],
  ['inverseNormal', [0.975], '3fff5c0331eeff82', 1.9599639845400538],
  ['inverseNormal', [0.9], '3ff4813c36e26d33', 1.2815515655446006],
  ['inverseNormal', [0.5], '0000000000000000', 0],
  ['inverseNormal', [0.1], 'bff4813c36e26d33', -1.2815515655446004],
  ['inverseNormal', [0.01], 'c0029c5c4630ff0e', -2.326347874040841],
  ['inverseNormal', [0.00001], 'c0110f3f8843a3da', -4.264890793922825],
  ['inverseNormal', [1e-20], 'c022865170b43a4b', -9.262340089798407],
  ['inverseNormal', [1e-300], 'c04286074064c26e', -37.0470962993612],
  ['inverseNormal', [0.999], '4008b8cbb7204470', 3.090232306167813],
  ['inverseNormal', [0.8413447460685429], '3ff0000000000000', 0.9999999999999999],
  ['gamma', [0.5], '3ffc5bf891b4ef6a', 1.772453850905516],
  ['gamma', [1], '3feffffffffffffd', 1],
  ['gamma', [1.5], '3fec5bf891b4ef70', 0.886226925452758],
  ['gamma', [2.3], '3ff2aada1a4ae116', 1.1667119051981603],
  ['gamma', [5], '4038000000000000', 24],
  ['gamma', [10.1], '411bc1a30179e733', 454760.7514415856],
  ['gamma', [50], '4cf7a88e4484bda2', 6.082818640342675e+62],
  ['gamma', [170], '7f2f2054eb4d936c', 4.269068009004705e+304],
]

const reader = new DataView(new ArrayBuffer(8))

/** The bits of a double as 16 hexadecimal digits. */
export function bitsOf(x: number): string {
  reader.setFloat64(0, x)
  return reader.getBigUint64(0).toString(16).padStart(16, '0')
}

/** Doubles between two values of the same sign. */
export function ulpsBetween(x: number, y: number): number {
  const distance = BigInt(`0x${bitsOf(x)}`) - BigInt(`0x${bitsOf(y)}`)
  return Number(distance < 0n ? -distance : distance)
}

/** The value that exact-math gives for a case on this host. */
export function evaluate([name, args]: ExactMathCase): number {
  const [x, y] = args
  return name === 'pow' ? pow(x, y) : FUNCTIONS[name](x)
}

/** One line for each case whose bits differ on this host; empty when all agree. */
export function exactMathFailures(): string[] {
  return EXACT_MATH_CASES.flatMap(row => {
    const [name, args, bits] = row
    const found = bitsOf(evaluate(row))
    return found === bits ? [] : [`${name}(${args.join(', ')}): bits ${found} instead of ${bits}`]
  })
}
