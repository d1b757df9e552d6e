import { parse } from '@babel/parser';

/** A syntax node, read generically: the checks look at a handful of node types only. */
export interface SyntaxNode {
  readonly type: string;
  readonly loc: { start: { line: number }; end: { line: number } };
  readonly [field: string]: unknown;
}

export interface ImportEdge {
  /** The module's name as written. */
  readonly specifier: string;
  readonly line: number;
  /** `type` vanishes when compiled; `lazy` (dynamic import, worker URL) begins a bundle of its own. */
  readonly kind: 'value' | 'type' | 'lazy';
}

export interface SourceFile {
  /** Path below `src`, with `/`. */
  readonly path: string;
  readonly lineCount: number;
  readonly nodes: readonly SyntaxNode[];
  readonly parents: ReadonlyMap<SyntaxNode, { parent: SyntaxNode; field: string }>;
  readonly comments: readonly { text: string; line: number }[];
  readonly imports: readonly ImportEdge[];
}

const isNode = (value: unknown): value is SyntaxNode => typeof value === 'object' && value !== null && 'type' in value && 'loc' in value;
const isSource = (path: string): boolean => /\.tsx?$/.test(path);

/** The text of a string literal or of a template without holes. */
export function literalText(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === 'StringLiteral') return String(node.value);
  if (node.type === 'TSLiteralType') return literalText(node.literal);
  if (node.type !== 'TemplateLiteral') return undefined;
  const [piece, ...more] = node.quasis as { value: { cooked: string } }[];
  return more.length === 0 ? piece.value.cooked : undefined;
}

/** Whether a node is the plain name `name`. */
export const isName = (node: unknown, name: string): boolean => isNode(node) && node.type === 'Identifier' && node.name === name;

/** Vite's `?worker`, `?url` and `?raw` import an address or a text, not the module. */
const isDetached = (specifier: string): boolean => /\?(worker|sharedworker|url|raw)\b/.test(specifier);
const staticKind = (marker: unknown): ImportEdge['kind'] => (marker === 'type' ? 'type' : 'value');
const isImportMetaUrl = (node: unknown): boolean =>
  isNode(node) && node.type === 'MemberExpression' && isNode(node.object) && node.object.type === 'MetaProperty' && isName(node.property, 'url');

/** Node type → the edge that such a node makes, if it makes one. */
const edgeReaders: Readonly<Record<string, (node: SyntaxNode) => { source: unknown; kind: ImportEdge['kind'] } | undefined>> = {
  ImportDeclaration: (node) => ({ source: node.source, kind: staticKind(node.importKind) }),
  ExportNamedDeclaration: (node) => (node.source ? { source: node.source, kind: staticKind(node.exportKind) } : undefined),
  ExportAllDeclaration: (node) => ({ source: node.source, kind: staticKind(node.exportKind) }),
  ImportExpression: (node) => ({ source: node.source, kind: 'lazy' }),
  TSImportType: (node) => ({ source: node.argument, kind: 'type' }),
  NewExpression: (node) => {
    const [target, base] = node.arguments as unknown[];
    return isName(node.callee, 'URL') && isImportMetaUrl(base) ? { source: target, kind: 'lazy' } : undefined;
  },
};

function readEdges(nodes: readonly SyntaxNode[]): ImportEdge[] {
  return nodes.flatMap((node) => {
    const edge = edgeReaders[node.type]?.(node);
    const specifier = literalText(edge?.source);
    if (!edge || specifier === undefined) return [];
    return [{ specifier, kind: edge.kind === 'value' && isDetached(specifier) ? 'lazy' : edge.kind, line: node.loc.start.line }];
  });
}

/** All nodes below `root`, in source order, and what holds each. */
function flatten(root: SyntaxNode): Pick<SourceFile, 'nodes' | 'parents'> {
  const nodes: SyntaxNode[] = [];
  const parents = new Map<SyntaxNode, { parent: SyntaxNode; field: string }>();
  const visit = (node: SyntaxNode): void => {
    nodes.push(node);
    for (const [field, value] of Object.entries(node)) {
      for (const child of Array.isArray(value) ? value : [value]) {
        if (!isNode(child) || field.endsWith('Comments')) continue;
        parents.set(child, { parent: node, field });
        visit(child);
      }
    }
  };
  visit(root);
  return { nodes, parents };
}

/** Parses one file; files that are no TypeScript count lines only. Throws with the path when the syntax is broken. */
export function parseSource(path: string, text: string): SourceFile {
  const lineCount = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  if (!isSource(path)) return { path, lineCount, nodes: [], parents: new Map(), comments: [], imports: [] };
  const plugins = path.endsWith('x') ? (['typescript', 'jsx'] as const) : (['typescript'] as const);
  try {
    const tree = parse(text, { sourceType: 'module', plugins: [...plugins], createImportExpressions: true });
    const { nodes, parents } = flatten(tree.program as unknown as SyntaxNode);
    const comments = (tree.comments ?? []).map(({ value, loc }) => ({ text: value, line: loc?.start.line ?? 0 }));
    return { path, lineCount, nodes, parents, comments, imports: readEdges(nodes) };
  } catch (error) {
    throw new Error(`src/${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
