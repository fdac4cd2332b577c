import assert from "node:assert/strict";
import { connect } from "../../runtime/client/mod.ts";

/** A node that answers each request with the path it was asked on. */
function serve(): Deno.HttpServer<Deno.NetAddr> {
  const quiet = { hostname: "127.0.0.1", port: 0, onListen() {} };
  return Deno.serve(quiet, (request) => {
    const { pathname, search } = new URL(request.url);
    if (!search.includes("token=t")) return new Response(null, { status: 401 });
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.onmessage = ({ data }) => {
      const { id } = JSON.parse(data);
      socket.send(JSON.stringify({ id, result: pathname + search }));
    };
    return response;
  });
}

Deno.test("a connection is a WebSocket to /rpc that ends when it is closed", async () => {
  const server = serve();
  const { port } = server.addr;
  const client = await connect(`http://127.0.0.1:${port}`, {
    token: "t",
    group: "g",
    client: "c",
  });
  assert.equal(await client.request("x", {}), "/rpc?group=g&token=t&client=c");
  client.close();
  await client.closed;
  await server.shutdown();
});

Deno.test("a node that refuses the connection is an error with its address", async () => {
  const server = serve();
  const url = `http://127.0.0.1:${server.addr.port}`;
  await assert.rejects(connect(url), /^Error: Cannot connect to 127\.0\.0\.1:/);
  await server.shutdown();
});
