const ROOT = new URL("../../", import.meta.url);
const TYPES: Record<string, string> = {
  css: "text/css",
  html: "text/html",
  js: "text/javascript",
  wasm: "application/wasm",
};

/** The project on a static server, below a path that begins and ends with /. */
export interface Site extends AsyncDisposable {
  readonly address: string;
}

async function fileAt(path: string): Promise<Response> {
  const file = path.endsWith("/") ? `${path}index.html` : path;
  try {
    const body = await Deno.readFile(new URL(`.${file}`, ROOT));
    const type = TYPES[file.slice(file.lastIndexOf(".") + 1)] ?? "text/plain";
    return new Response(body, { headers: { "content-type": type } });
  } catch {
    return new Response("Not found", { status: 404 });
  }
}

export function serveProject(below: string): Site {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    ({ url }) => {
      const path = new URL(url).pathname;
      if (path.startsWith(below)) return fileAt(path.slice(below.length - 1));
      return new Response("Not found", { status: 404 });
    },
  );
  return {
    address: `http://127.0.0.1:${server.addr.port}${below}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
