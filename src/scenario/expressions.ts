/**
 * Expressions: text that begins with `=`, over parameters, numbers with units, + − * / ^ % and a few functions. mathjs only
 * parses; the tree is walked here against a list of what is allowed, so nothing of the host can be reached, and the work is
 * bounded by the length of the text.
 */
import { err, ok } from '../base/result.ts'
import type { Result } from '../base/result.ts'
import { add, bare, divide, ExpressionError, FUNCTIONS, multiply, negate, percent, raise, subtract } from './expression-values.ts'
import type { Amount } from './expression-values.ts'
import { nearestName } from './nearest.ts'
import { readQuantity } from './schema/quantity-text.ts'
import type { Problem } from './schema/quantity-text.ts'
import { isUnitName, parseSyntax, unitOf, unitText } from './schema/units.ts'

/** Longest expression, in characters. */
export const MAX_EXPRESSION_LENGTH = 500
const MAX_NODES = 300
const MAX_NESTING = 40
const MAX_PARAMETER_DEPTH = 50

/** What an author writes for a value: a bare number, or text with a unit. */
export type Written = number | string

export interface Evaluator {
  /** Value of an expression that begins with `=`, as an author would write it. */
  evaluate(expression: string): Result<Written, Problem>
  /** Value of a parameter, as an author would write it. */
  parameter(name: string): Result<Written, Problem>
}

/** Whether an input is an expression. */
export const isExpression = (input: unknown): input is string => typeof input === 'string' && input.startsWith('=')

/** The parts of mathjs nodes that are read. */
interface Node {
  readonly type: string
  readonly value?: unknown
  readonly name?: string
  readonly fn?: unknown
  readonly args?: readonly Node[]
  readonly content?: Node
}

interface Scope {
  readonly parameters: Readonly<Record<string, unknown>>
  /** Parameters being worked out, outermost first. */
  readonly open: string[]
  readonly done: Map<string, Amount>
  nodes: number
}

const OPERATORS: Readonly<Record<string, (args: readonly Amount[]) => Amount>> = {
  add: ([a, b]) => add(a, b),
  subtract: ([a, b]) => subtract(a, b),
  multiply: ([a, b]) => multiply(a, b),
  divide: ([a, b]) => divide(a, b),
  pow: ([a, b]) => raise(a, b),
  unaryMinus: ([a]) => negate(a),
  unaryPlus: ([a]) => a,
  unaryPercentage: ([a]) => percent(a),
}

/** Why each kind of node that mathjs knows and we refuse is refused. */
const REFUSED: Readonly<Record<string, string>> = {
  AccessorNode: 'cannot read properties',
  ArrayNode: 'cannot hold a matrix',
  AssignmentNode: 'cannot assign',
  BlockNode: 'is more than one expression',
  ConditionalNode: 'cannot choose by a condition',
  FunctionAssignmentNode: 'cannot define functions',
  IndexNode: 'cannot index',
  ObjectNode: 'cannot hold an object',
  RangeNode: 'cannot hold a range',
  RelationalNode: 'cannot compare',
}

function refuse(message: string): never {
  throw new ExpressionError(message)
}

function evaluateNode(node: Node, scope: Scope): Amount {
  scope.nodes += 1
  if (scope.nodes > MAX_NODES) refuse(`has more than ${MAX_NODES} parts`)
  const handle = Object.hasOwn(NODES, node.type) ? NODES[node.type] : undefined
  if (handle === undefined) return refuse(REFUSED[node.type] ?? `cannot contain ${node.type}`)
  const amount = handle(node, scope)
  if (!Number.isFinite(amount.value)) refuse('is beyond the range of numbers')
  return amount
}

const NODES: Readonly<Record<string, (node: Node, scope: Scope) => Amount>> = {
  ConstantNode: ({ value }) => (typeof value === 'number' ? bare(value) : refuse(`cannot contain ${typeof value === 'string' ? 'text' : String(value)}`)),
  ParenthesisNode: ({ content }, scope) => (content ? evaluateNode(content, scope) : refuse('has empty parentheses')),
  SymbolNode: ({ name }, scope) => lookUp(name ?? '', scope),
  OperatorNode: ({ fn, args = [] }, scope) => {
    const operator = typeof fn === 'string' && Object.hasOwn(OPERATORS, fn) ? OPERATORS[fn] : undefined
    if (operator === undefined) return refuse(`does not know the operator '${String(fn)}'; + - * / ^ % are there`)
    return operator(args.map((argument) => evaluateNode(argument, scope)))
  },
  FunctionNode: ({ fn, args = [] }, scope) => {
    const name = (fn as Node | undefined)?.type === 'SymbolNode' ? ((fn as Node).name ?? '') : ''
    const known = FUNCTIONS.get(name)
    if (known === undefined) return refuse(`does not know the function '${name}'; ${[...FUNCTIONS.keys()].join(', ')} are there`)
    if (args.length < known.least || args.length > known.most) refuse(`gives ${name} ${args.length} arguments`)
    return known.apply(args.map((argument) => evaluateNode(argument, scope)))
  },
}

/** A word is a parameter or, when there is none of that name, a unit. */
function lookUp(name: string, scope: Scope): Amount {
  if (Object.hasOwn(scope.parameters, name)) return valueOfParameter(name, scope)
  if (isUnitName(name)) {
    const unit = unitOf(name)
    if (unit.ok) return { value: 1, unit: unit.value, isUnitName: true }
  }
  const nearest = nearestName(name, Object.keys(scope.parameters))
  return refuse(`does not know '${name.slice(0, 60)}'${nearest === undefined ? '' : `; did you mean ${nearest}?`}`)
}

function valueOfParameter(name: string, scope: Scope): Amount {
  const known = scope.done.get(name)
  if (known) return known
  if (scope.open.includes(name)) return refuse(`goes in a circle: ${[...scope.open.slice(scope.open.indexOf(name)), name].join(' → ')}`)
  if (scope.open.length >= MAX_PARAMETER_DEPTH) return refuse(`goes through more than ${MAX_PARAMETER_DEPTH} parameters`)
  scope.open.push(name)
  const amount = amountOf(scope.parameters[name], scope)
  scope.open.pop()
  scope.done.set(name, amount)
  return amount
}

/** The amount of a parameter as written: a number, a quantity or an expression. */
function amountOf(written: unknown, scope: Scope): Amount {
  if (typeof written === 'number') return bare(written)
  if (isExpression(written)) {
    // Each expression has its own allowance; the number of parameters bounds the whole.
    const outer = scope.nodes
    scope.nodes = 0
    const amount = evaluateNode(syntaxOf(written), scope)
    scope.nodes = outer
    return amount
  }
  if (typeof written !== 'string') return refuse('is not a number or a quantity')
  const quantity = readQuantity(written)
  return quantity.ok ? { value: quantity.value.value, unit: quantity.value.unit } : refuse(quantity.error.message)
}

function syntaxOf(expression: string): Node {
  if (expression.length > MAX_EXPRESSION_LENGTH) return refuse(`has ${expression.length} characters, more than ${MAX_EXPRESSION_LENGTH}`)
  const text = expression.slice(1).trim()
  if (text === '') return refuse('has no expression after =')
  if (nestingOf(text) > MAX_NESTING) return refuse(`nests more than ${MAX_NESTING} brackets`)
  try {
    return parseSyntax(text)
  } catch (error) {
    return refuse(`is not an expression: ${error instanceof Error ? error.message : 'it cannot be read'}`)
  }
}

/** Deepest nesting of brackets: bounds the parser's recursion long before the host does. */
function nestingOf(text: string): number {
  let depth = 0
  let deepest = 0
  for (const letter of text) {
    if ('([{'.includes(letter)) deepest = Math.max(deepest, ++depth)
    else if (')]}'.includes(letter)) depth -= 1
  }
  return deepest
}

function write({ value, unit }: Amount): Written {
  const text = unitText(unit.parts)
  return text === '' ? value + 0 : `${value + 0} ${text}`
}

/** An evaluator over named parameters, which may refer to each other. */
export function createEvaluator(parameters: Readonly<Record<string, unknown>>): Evaluator {
  const done = new Map<string, Amount>()
  const attempt = (work: (scope: Scope) => Written): Result<Written, Problem> => {
    try {
      return ok(work({ parameters, open: [], done, nodes: 0 }))
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error
      return err({ code: 'expression', message: error.message })
    }
  }
  return {
    evaluate: (expression) => {
      const alone = expression.slice(1).trim()
      const isAlone = Object.hasOwn(parameters, alone)
      return attempt((scope) => {
        const amount = evaluateNode(syntaxOf(expression), scope)
        // A parameter alone keeps the text of its author.
        return isAlone && !isExpression(parameters[alone]) ? (parameters[alone] as Written) : write(amount)
      })
    },
    parameter: (name) =>
      attempt((scope) => {
        const amount = valueOfParameter(name, scope)
        return isExpression(parameters[name]) ? write(amount) : (parameters[name] as Written)
      }),
  }
}
