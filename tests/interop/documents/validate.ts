/**
 * Reads `{"openRpc":…,"asyncApi":…}` and prints what the validators of the two
 * formats have against them. They are heavy and of no use to a node, so that
 * they stand in the deno.json of this folder alone.
 */

/** What the parser of AsyncAPI says of a document. */
interface Diagnostic {
  readonly message: string;
  readonly path: readonly (string | number)[];
  /** 0: error, 1: warning; more: advice. */
  readonly severity: number;
}

interface AsyncApiPackage {
  readonly Parser: new () => {
    validate(document: object): Promise<readonly Diagnostic[]>;
  };
}

interface OpenRpcPackage {
  parseOpenRPCDocument(document: object): Promise<object>;
}

/** Of the map of this folder, which the rest of the project does not have. */
function load(name: string): Promise<unknown> {
  return import(name);
}

const { Parser } = await load("@asyncapi/parser") as AsyncApiPackage;
const { parseOpenRPCDocument } = await load(
  "@open-rpc/schema-utils-js",
) as OpenRpcPackage;

const { openRpc, asyncApi } = await new Response(Deno.stdin.readable).json();
const wrong = await parseOpenRPCDocument(openRpc).then(
  () => [],
  (error) => [`${error.message ?? JSON.stringify(error)}`],
);
const diagnostics = await new Parser().validate(asyncApi);
const severe = diagnostics.filter(({ severity }) => severity < 2)
  .map(({ path, message }) => `${path.join(".")}: ${message}`);
const said = { openRpc: wrong, asyncApi: severe };
await Deno.stdout.write(new TextEncoder().encode(JSON.stringify(said)));
