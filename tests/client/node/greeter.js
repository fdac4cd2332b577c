import { connect } from "../../../build/client.js";

/** An application for Node: says hello to one caller and ends. */
const client = await connect(process.argv[2], { group: "node" });
const served = new Promise((resolve) => {
  client.onIncoming(async (call) => {
    await call.answer();
    const { error } = await call.play("hello.wav");
    await call.drop();
    const { droppedBy } = await call.released;
    resolve({ from: call.incoming.fromUri, error, droppedBy });
  });
});
process.stdout.write("ready\n");
process.stdout.write(`${JSON.stringify(await served)}\n`);
client.close();
