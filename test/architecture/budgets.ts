import { covers, type Check } from './paths.ts';
import { bannedComments, bannedSyntax, budgets, emptyFileWords } from './rules.ts';
import type { SourceFile, SyntaxNode } from './syntax.ts';

const functionTypes = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression', 'ObjectMethod', 'ClassMethod', 'ClassPrivateMethod']);

export const functionsOf = (file: SourceFile): SyntaxNode[] => file.nodes.filter(({ type }) => functionTypes.has(type));

/** The name by which a reader knows a function. */
function functionName(file: SourceFile, node: SyntaxNode): string {
  const holder = file.parents.get(node)?.parent;
  const label = (node.id ?? node.key ?? holder?.id ?? holder?.key) as { name?: unknown } | undefined;
  return typeof label?.name === 'string' ? label.name : 'a function';
}

export const checkFileLength: Check = (files) =>
  files.flatMap(({ path, lineCount }) => {
    const budget = budgets.find(({ folder }) => covers(folder, path));
    if (!/\.tsx?$/.test(path) || !budget || lineCount <= budget.fileLines) return [];
    return [{ rule: 'file length', file: `src/${path}`, line: lineCount, message: `${lineCount} lines, budget ${budget.fileLines}: split it by meaning` }];
  });

export const checkFunctionLength: Check = (files) =>
  files.flatMap((file) => {
    const limit = budgets.find(({ folder }) => covers(folder, file.path))?.functionLines ?? 0;
    return functionsOf(file).flatMap((node) => {
      const lines = node.loc.end.line - node.loc.start.line + 1;
      const message = `${functionName(file, node)} has ${lines} lines, budget ${limit}: branches in the parent, straight work below`;
      return lines > limit ? [{ rule: 'function length', file: `src/${file.path}`, line: node.loc.start.line, message }] : [];
    });
  });

export const checkSyntax: Check = (files) =>
  files.flatMap((file) =>
    file.nodes.flatMap((node) => {
      const message = node.definite ? bannedSyntax.TSNonNullExpression : bannedSyntax[node.type];
      return message ? [{ rule: 'syntax', file: `src/${file.path}`, line: node.loc.start.line, message }] : [];
    }),
  );

export const checkComments: Check = (files) =>
  files.flatMap((file) =>
    file.comments
      .filter(({ text }) => bannedComments.some((pattern) => pattern.test(text)))
      .map(({ text, line }) => ({ rule: 'comments', file: `src/${file.path}`, line, message: `switches a check off: ${text.trim()}` })),
  );

const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)+$/;

/** File names are kebab-case words of the field. */
export const checkFileNames: Check = (files) =>
  files.flatMap(({ path }) => {
    const name = path.split('/').at(-1) ?? '';
    if (name === 'README.md' || name === 'tsconfig.json') return [];
    const empty = name.split(/[-.]/).find((word) => emptyFileWords.includes(word));
    const message = empty ? `"${empty}" does not say what is in the file` : 'file names are kebab-case';
    return empty || !kebabCase.test(name) ? [{ rule: 'file names', file: `src/${path}`, line: 1, message }] : [];
  });
