import { coversAny, type Check, type Violation } from './paths.ts';
import { bannedHostNames, bannedLanguageNames, bannedMembers, exactMath, pureFolders } from './rules.ts';
import { isName, literalText, type SourceFile, type SyntaxNode } from './syntax.ts';

type Finding = { line: number; message: string };

/** Fields in which an identifier is a label rather than a name that is looked up. */
const labelFields: Readonly<Record<string, readonly string[]>> = {
  MemberExpression: ['property'],
  OptionalMemberExpression: ['property'],
  ObjectProperty: ['key'],
  ObjectMethod: ['key'],
  ClassProperty: ['key'],
  ClassMethod: ['key'],
  TSPropertySignature: ['key'],
  TSMethodSignature: ['key'],
  TSQualifiedName: ['right'],
  ImportSpecifier: ['imported'],
  ExportSpecifier: ['exported'],
  LabeledStatement: ['label'],
  TSNamedTupleMember: ['label'],
};

function isLabel(file: SourceFile, node: SyntaxNode): boolean {
  const held = file.parents.get(node);
  if (!held || held.parent.computed) return false;
  return labelFields[held.parent.type]?.includes(held.field) ?? false;
}

/** Where a name is introduced rather than used. */
const bindingFields: Readonly<Record<string, readonly string[]>> = {
  VariableDeclarator: ['id'],
  FunctionDeclaration: ['id', 'params'],
  FunctionExpression: ['id', 'params'],
  ArrowFunctionExpression: ['params'],
  ObjectMethod: ['params'],
  ClassMethod: ['params'],
  ClassDeclaration: ['id'],
  CatchClause: ['param'],
  ImportSpecifier: ['local'],
  ImportDefaultSpecifier: ['local'],
  ImportNamespaceSpecifier: ['local'],
  TSFunctionType: ['params', 'parameters'],
  TSMethodSignature: ['params', 'parameters'],
  TSInterfaceDeclaration: ['id'],
  TSTypeAliasDeclaration: ['id'],
};
const patternParts: Readonly<Record<string, readonly string[]>> = {
  ObjectPattern: ['properties'],
  ObjectProperty: ['value'],
  ArrayPattern: ['elements'],
  AssignmentPattern: ['left'],
  RestElement: ['argument'],
};

/** Follows destructuring patterns outwards to the declaration, if this identifier is declared by one. */
function isBinding(file: SourceFile, node: SyntaxNode): boolean {
  for (let held = file.parents.get(node); held; held = file.parents.get(held.parent)) {
    if (bindingFields[held.parent.type]?.includes(held.field)) return true;
    if (!patternParts[held.parent.type]?.includes(held.field)) return false;
  }
  return false;
}

function findNames(file: SourceFile): Finding[] {
  const names = file.nodes.filter((node) => (node.type === 'Identifier' || node.type === 'JSXIdentifier') && !isLabel(file, node));
  const bound = new Set(names.filter((node) => isBinding(file, node)).map(({ name }) => String(name)));
  const banned = new Set([...bannedLanguageNames, ...bannedHostNames.filter((name) => !bound.has(name))]);
  return names
    .filter(({ name }) => banned.has(String(name)))
    .map(({ name, loc }) => ({ line: loc.start.line, message: `\`${String(name)}\` belongs to clock, host or locale` }));
}

/** The name of the member that an access reads, `undefined` where it is computed at run time. */
const memberName = (node: SyntaxNode): string | undefined =>
  node.computed ? literalText(node.property) : String((node.property as { name?: unknown }).name);

function findMembers(file: SourceFile): Finding[] {
  return file.nodes
    .filter(({ type }) => type === 'MemberExpression' || type === 'OptionalMemberExpression')
    .flatMap((node) => {
      const name = memberName(node);
      return name !== undefined && bannedMembers.includes(name) ? [{ line: node.loc.start.line, message: `\`${name}\` depends on the host's locale` }] : [];
    });
}

function findMath(file: SourceFile): Finding[] {
  return file.nodes
    .filter((node) => isName(node, 'Math') && !isLabel(file, node))
    .flatMap((node) => {
      const held = file.parents.get(node);
      const name = held && held.field === 'object' ? memberName(held.parent) : undefined;
      if (name !== undefined && exactMath.includes(name)) return [];
      const what = name === 'random' ? 'is not seeded; take a stream of src/base' : 'may differ between engines; take src/base/exact-math.ts';
      return [{ line: node.loc.start.line, message: `\`Math${name === undefined ? '' : `.${name}`}\` ${what}` }];
    });
}

function findOperators(file: SourceFile): Finding[] {
  return file.nodes
    .filter(({ operator }) => operator === '**' || operator === '**=')
    .map(({ loc }) => ({ line: loc.start.line, message: '`**` may differ between engines; take src/base/exact-math.ts' }));
}

function findMeta(file: SourceFile): Finding[] {
  return file.nodes.filter(({ type }) => type === 'MetaProperty').map(({ loc }) => ({ line: loc.start.line, message: '`import.meta` belongs to the host' }));
}

/** No clock, host, locale, DOM or inexact mathematics in the pure folders, whether called, read or named as a type. */
export const checkPurity: Check = (files) =>
  files
    .filter(({ path }) => coversAny(pureFolders, path))
    .flatMap((file) =>
      [findNames, findMembers, findMath, findOperators, findMeta]
        .flatMap((find) => find(file))
        .map((finding): Violation => ({ rule: 'purity', file: `src/${file.path}`, ...finding })),
    );
