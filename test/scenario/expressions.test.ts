import { describe, expect, test } from 'vitest'
import { exp, ln, pow } from '../../src/base/exact-math.ts'
import { createEvaluator, MAX_EXPRESSION_LENGTH } from '../../src/scenario/expressions.ts'
import type { Written } from '../../src/scenario/expressions.ts'

const parameters = { slip: '6 months', price: '52 USD/MWh', n: 4, load: '85 %', supply: '36 degC', twice: '=2 * slip', late: '=twice + 1 month', a: '=b', b: '=c + 1', c: '=a', wrong: 'many', self: '=self' }
const evaluator = createEvaluator(parameters)

function valueOf(expression: string): Written {
  const result = evaluator.evaluate(expression)
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}
function refusal(expression: string): string {
  const result = evaluator.evaluate(expression)
  return result.ok ? `has the value ${result.value}` : result.error.message
}

describe('values', () => {
  test.each<[string, Written]>([
    ['=slip', '6 months'],
    ['= slip ', '6 months'],
    ['=2 * slip', '12 months'],
    ['=slip / 2', '3 months'],
    ['=price * 1.5', '78 USD/MWh'],
    ['=late', '13 months'],
    ['=n', 4],
    ['=n^2 + 1', 17],
    ['=-n', -4],
    ['=load', '85 %'],
    ['=load * 2', 1.7],
    ['=10 MW / 500 kW', 20],
    ['=3 kW * 2 h', '6 kW h'],
    ['=6 kWh / 3 h', '2 kWh/h'],
    ['=10 MW + 500 kW', '10.5 MW'],
    ['=1 / (2 years)', '0.5 1/years'],
    ['=supply + 4 K', '40 degC'],
    ['=supply - 30 degC', '6 K'],
    ['=supply - 9 K', '27 degC'],
    ['=-5 degC', '-5 degC'],
    ['=14 USD/kW/month', '14 USD/kW/month'],
    ['=1.5 L/min/kW', '1.5 L/min/kW'],
    ['=min(slip, 3 weeks)', '3 weeks'],
    ['=max(1, n, 3)', 4],
    ['=min(supply, 300 K)', '300 K'],
    ['=round(2.5)', 3],
    ['=floor(-1.5)', -2],
    ['=ceil(10 MW / 3 MW)', 4],
    ['=sqrt(16 m^2)', '4 m'],
    ['=abs(-3 kW)', '3 kW'],
    ['=exp(0)', 1],
    ['=log(1)', 0],
    ['=(1 + 2) * 3 - 4 / 2', 7],
    ['=50 %', 0.5],
    ['=2^3 m', '8 m'],
  ])('%s is %s', (expression, expected) => {
    expect(valueOf(expression)).toBe(expected)
  })

  test('results keep their full precision', () => {
    expect(valueOf('=1/3')).toBe(1 / 3)
    expect(valueOf('=(1 MW) / 3')).toBe(`${1 / 3} MW`)
    expect(valueOf('=0 - 0')).toBe(0)
  })

  test('exp, log and powers are the exact ones of the engine', () => {
    expect(valueOf('=exp(1)')).toBe(exp(1))
    expect(valueOf('=log(10)')).toBe(ln(10))
    expect(valueOf('=1.1^7.3')).toBe(pow(1.1, 7.3))
  })

  test('a parameter wins over a unit of its name, which loading refuses', () => {
    expect(createEvaluator({ t: 3 }).evaluate('=2 * t')).toEqual({ ok: true, value: 6 })
  })
})

describe('what has no value', () => {
  test.each<[string, string]>([
    ['=a', 'goes in a circle: a → b → c → a'],
    ['=self', 'goes in a circle: self → self'],
    ['=wrong', 'is not a number with a unit'],
    ['=slpi', "does not know 'slpi'; did you mean slip?"],
    ['=slip + 3 kW', "cannot add 'kW' and 'months'"],
    ['=slip + 3', "cannot add a bare number and 'months'"],
    ['=exp(slip)', "exp takes a number without unit, not 'months'"],
    ['=supply * 2', 'cannot multiply a temperature; write it in K'],
    ['=supply + supply', 'cannot add two temperatures; write a difference in K'],
    ['=1/0', 'divides by zero'],
    ['=0/0', 'divides by zero'],
    ['=1e400', 'is beyond the range of numbers'],
    ['=10^400', 'is beyond the range of numbers'],
    ['=(-1)^0.5', 'is beyond the range of numbers'],
    ['=sqrt(-1)', 'takes the root of a negative number'],
    ['=log(0)', 'takes the logarithm of a number that is not positive'],
    ['=', 'has no expression after ='],
    ['=2 +', 'is not an expression: Unexpected end of expression (char 4)'],
    ['=min()', 'gives min 0 arguments'],
    ['=sqrt(1, 2)', 'gives sqrt 2 arguments'],
    ['=2^(10 m)', "a power takes a number without unit, not 'm'"],
    ['=(2 m)^99', "cannot raise 'm' to 99; whole powers up to 6 only"],
  ])('%s %s', (expression, reason) => {
    expect(refusal(expression)).toBe(reason)
  })
})

describe('abuse', () => {
  test.each([
    'import("fs")', 'import({}, {})', 'createUnit("x")', 'evaluate("1")', 'parse("1")', 'simplify("1")', 'derivative("x", "x")', 'config({})', 'typed()', 'eval("1")', 'Function("return 1")()',
    'constructor', 'slip.constructor', 'slip["constructor"]', '"".constructor.constructor("return 1")()', 'cos.constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', 'min.call', 'min.constructor("x")()',
    'x = 1', 'f(x) = x', 'n = n + 1', 'f(x) = f(x)', '1; 2', '1\n2', '[1, 2, 3]', '[1, 2][1]', '{a: 1}', '{a: 1}.a', '1:10', '1:1e9', 'ones(100000)', 'range(1, 1e9)', 'zeros(1e9)', 'factorial(1e9)', '5!', '1000000!',
    '"text"', "'text'", 'true', 'false', 'null', 'undefined', 'NaN', 'Infinity', 'i', 'pi', 'e', 'true ? 1 : 2', 'n > 2', 'n == 4', 'n and 1', 'not n', 'n | 1', 'n << 31', '5 mod 3', 'n .* 2', "n'", 'n to m', 'end', 'random()', 'random(1e9)',
    'sum(1, 2)', 'map([1], f)', 'forEach([1], f)', 'unit("5 m")', 'bignumber(1)', 'fraction(1, 3)', 'complex(1, 2)', 'sin(1)', 'gamma(171)', 'combinations(1e6, 1e5)', 'print("$a", {})', 'format(1)', 'chain(1)',
  ])('=%s', (text) => {
    expect(evaluator.evaluate(`=${text}`).ok).toBe(false)
  })

  test.each<[string, string]>([
    ['long', '1+'.repeat(MAX_EXPRESSION_LENGTH)],
    ['many parts', '+1'.repeat(240)],
    ['deep parentheses', `${'('.repeat(240)}1${')'.repeat(240)}`],
    ['deep functions', `${'abs('.repeat(90)}1${')'.repeat(90)}`],
    ['tower of powers', `2${'^2'.repeat(240)}`],
    ['row of signs', `${'-'.repeat(490)}1`],
    ['implicit products', 'n '.repeat(240)],
  ])('%s', (_, text) => {
    expect(evaluator.evaluate(`=${text}`).ok).toBe(false)
  })

  test('a long chain of parameters ends in words, a wide one in a value', () => {
    const chain = Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`p${i}`, i === 0 ? 1 : `=p${i - 1} + 1`]))
    expect(createEvaluator(chain).evaluate('=p1999').ok).toBe(false)
    expect(createEvaluator(chain).evaluate('=p40')).toEqual({ ok: true, value: 41 })
    // Doubling at every level would be 2^40 steps without remembering values.
    const doubled = Object.fromEntries(Array.from({ length: 41 }, (_, i) => [`p${i}`, i === 0 ? 1 : `=p${i - 1} + p${i - 1}`]))
    expect(createEvaluator(doubled).evaluate('=p40')).toEqual({ ok: true, value: 1_099_511_627_776 })
  })

  test('parameters named like parts of objects are parameters or nothing', () => {
    expect(createEvaluator(JSON.parse('{"hasOwnProperty": 3}') as Record<string, unknown>).evaluate('=hasOwnProperty')).toEqual({ ok: true, value: 3 })
    expect(createEvaluator({}).evaluate('=hasOwnProperty').ok).toBe(false)
  })
})
