/**
 * A telephone in a page, as a stranger would write it from RFC 7118 alone:
 * calls by WebSocket, acknowledges, and answers the BYE. Gives the start lines
 * of what it was told.
 */
export function call(url) {
  const heard = [];
  const done = Promise.withResolvers();
  const socket = new WebSocket(url, "sip");
  const sdp = [
    "v=0",
    "o=- 1 1 IN IP4 127.0.0.1",
    "s=-",
    "c=IN IP4 127.0.0.1",
    "t=0 0",
    "m=audio 16190 RTP/AVP 0",
    "",
  ].join("\r\n");
  const nobody = "df7jal23ls0d.invalid";
  const field = (message, name) =>
    message.match(new RegExp(`^${name}: .*$`, "gm"))?.map((f) => f.trim()) ??
      [];
  const request = (method, to, body = "") =>
    socket.send([
      `${method} sip:100@127.0.0.1 SIP/2.0`,
      `Via: SIP/2.0/WS ${nobody};branch=z9hG4bK${method};rport`,
      "Max-Forwards: 70",
      "From: <sip:alice@127.0.0.1>;tag=page",
      to,
      "Call-ID: browser",
      `CSeq: 1 ${method}`,
      `Contact: <sip:alice@${nobody};transport=ws>`,
      ...(body ? ["Content-Type: application/sdp"] : []),
      `Content-Length: ${body.length}`,
      "",
      body,
    ].join("\r\n"));
  socket.onopen = () => request("INVITE", "To: <sip:100@127.0.0.1>", sdp);
  socket.onerror = () => done.reject(new Error(`No WebSocket at ${url}`));
  socket.onmessage = ({ data }) => {
    const [line] = data.split("\r\n");
    heard.push(line);
    if (/^SIP\/2\.0 [3-6]/.test(line)) done.reject(new Error(line));
    if (line.startsWith("SIP/2.0 200")) request("ACK", field(data, "To")[0]);
    if (!line.startsWith("BYE ")) return;
    const names = ["Via", "From", "To", "Call-ID", "CSeq"];
    const copied = names.flatMap((name) => field(data, name));
    const length = "Content-Length: 0";
    socket.send(["SIP/2.0 200 OK", ...copied, length, "", ""].join("\r\n"));
    done.resolve({ protocol: socket.protocol, heard });
  };
  return done.promise;
}
