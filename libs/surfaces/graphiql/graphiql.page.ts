/** The page that loads the editor. Scripts are files, so that the policy needs no exception for them. */
export function graphiqlPage(): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Comptoir GraphiQL</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<link rel="stylesheet" href="/graphiql/graphiql.css"><style>html,body,#editor{height:100%;margin:0}</style></head>
<body><div id="editor">Loading GraphiQL needs JavaScript.</div>
<script src="/graphiql/react.js"></script><script src="/graphiql/react-dom.js"></script>
<script src="/graphiql/graphiql.js"></script><script src="/graphiql/boot.js"></script></body></html>`;
}

const FIRST_QUERY = `# A seller's catalogue; press the play button.
query Browse($tenantId: ID!) {
  catalogSearch(tenantId: $tenantId, limit: 5) {
    nodes { id title priceRange { min max } }
  }
}
`;

/** Starts the editor against our own endpoint. */
export const BOOT_SCRIPT = `const fetcher = GraphiQL.createFetcher({ url: '/graphql' });
const props = {
  fetcher,
  defaultQuery: ${JSON.stringify(FIRST_QUERY)},
  variables: ${JSON.stringify(JSON.stringify({ tenantId: 'maison-lumen' }, null, 2))},
  defaultEditorToolsVisibility: 'variables',
};
ReactDOM.createRoot(document.getElementById('editor')).render(React.createElement(GraphiQL, props));
`;
