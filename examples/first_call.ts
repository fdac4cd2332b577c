import { connect } from "../runtime/client/mod.ts";

const client = await connect("http://127.0.0.1:8080", { group: "first-call" });

client.onIncoming(async (call) => {
  await call.answer();
  await call.record("hello.wav", { maxSeconds: 5, beep: true });
  await call.play("hello.wav");
  await call.drop();
});
