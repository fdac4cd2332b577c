import assert from "node:assert/strict";
import {
  incoming,
  KeepingSink,
  played,
  released,
  ringing,
  router,
} from "./support.ts";

Deno.test("a call goes to one connection of each group, which gets all its events", () => {
  const { work, tell } = router();
  const [a1, a2, b] = [work("a"), work("a"), work("b")];
  tell(incoming("1"), incoming("2"));
  tell(played("1"), played("2"));
  assert.deepEqual(a1.look(), ["incoming 1", "play_completed 1"]);
  assert.deepEqual(a2.look(), ["incoming 2", "play_completed 2"]);
  const all = ["incoming 1", "incoming 2", "play_completed 1"];
  assert.deepEqual(b.look(), [...all, "play_completed 2"]);
});

Deno.test("an event is in the log before anybody is told, and carries its id", () => {
  const { work, events, log, clock } = router();
  const a = work();
  events.publish(incoming("1"));
  assert.equal(log.last, 1);
  assert.deepEqual(a.got, []);
  clock.wind(1);
  assert.deepEqual(a.ids(), [1]);
});

Deno.test("when the owner goes away another of its group takes over from the log", () => {
  const { work, events, tell, clock } = router();
  const [a1, a2, b] = [work("a"), work("a"), work("b")];
  tell(incoming("1"));
  events.publish(played("1"));
  a1.its.leave();
  clock.wind(1);
  tell(released("1"));
  assert.deepEqual(a1.look(), ["incoming 1"]);
  assert.deepEqual(a2.look(), ["play_completed 1", "released 1"]);
  assert.deepEqual(b.look(), ["incoming 1", "play_completed 1", "released 1"]);
});

Deno.test("a group whose last connection went away resumes when one comes", () => {
  const { work, tell } = router();
  const first = work("a");
  tell(incoming("1"), incoming("2"));
  first.its.leave();
  tell(played("1"), released("2"));
  const second = work("a");
  tell(played("1"));
  const missed = ["play_completed 1", "released 2", "play_completed 1"];
  assert.deepEqual(second.look(), missed);
});

Deno.test("?after replays what the connection before was given but did not see", () => {
  const { work, tell } = router();
  const first = work("a");
  tell(incoming("1"), played("1"), released("1"));
  first.its.leave();
  assert.deepEqual(first.ids(), [1, 2, 3]);
  const second = work("a", 1);
  tell(incoming("2"), played("2"));
  assert.deepEqual(second.ids(), [2, 3, 4, 5]);
  second.its.leave();
  const third = work("a");
  tell(incoming("3"));
  assert.deepEqual(third.ids(), [6]);
});

Deno.test("who takes over a call that nobody answered is told of it again", () => {
  const { work, observe, tell } = router();
  const [first, second, all] = [work("a"), work("a"), observe()];
  tell(incoming("1"), incoming("2"), played("2"));
  second.look();
  first.its.leave();
  tell();
  assert.deepEqual(second.look(), ["incoming 1"]);
  second.its.leave();
  const third = work("a");
  tell(released("1"));
  assert.deepEqual(third.look(), ["incoming 1", "released 1"]);
  assert.deepEqual(all.ids(), [1, 2, 3, 4]);
});

Deno.test("?after never takes a call from a connection that is there", () => {
  const { work, tell } = router();
  const first = work("a");
  tell(incoming("1"));
  const second = work("a", 0);
  tell(played("1"));
  assert.deepEqual(second.ids(), []);
  assert.deepEqual(first.ids(), [1, 2]);
});

Deno.test("an observer gets everything, from where it asks", () => {
  const { work, observe, tell } = router();
  work("a");
  const early = observe();
  tell(incoming("1"), played("1"));
  const late = observe(1);
  const fresh = observe();
  tell(released("1"));
  assert.deepEqual(early.ids(), [1, 2, 3]);
  assert.deepEqual(late.ids(), [2, 3]);
  assert.deepEqual(fresh.ids(), [3]);
});

Deno.test("who asks for events that are forgotten is told of the gap", () => {
  const { observe, work, tell } = router(3);
  work("a");
  for (let n = 0; n < 6; n++) tell(played("1"));
  const late = observe(1);
  tell();
  assert.deepEqual(late.got[0], {
    method: "sys.event.on_gap",
    params: { after: 1, first_event_id: 4 },
  });
  assert.deepEqual(late.ids().slice(1), [4, 5, 6]);
});

Deno.test("an id from before the node started is a gap too", () => {
  const { observe, work, tell } = router();
  work("a");
  tell(incoming("1"));
  const late = observe(99);
  tell();
  assert.equal(late.got[0].method, "sys.event.on_gap");
  assert.deepEqual(late.ids().slice(1), [1]);
});

Deno.test("the creator of an outgoing call owns it, other groups do not", () => {
  const { work, observe, events, clock } = router();
  const [a1, a2, b] = [work("a"), work("a"), work("b")];
  const all = observe();
  events.publish(ringing("9"));
  a2.its.own("9");
  clock.wind(1);
  events.publish(released("9"));
  clock.wind(1);
  assert.deepEqual(a2.look(), ["ringing 9", "released 9"]);
  assert.deepEqual([a1.look(), b.look()], [[], []]);
  assert.deepEqual(all.look(), ["ringing 9", "released 9"]);
});

Deno.test("an outgoing call whose creator goes away goes to another of its group", () => {
  const { work, tell } = router();
  const [a1, a2, b] = [work("a"), work("a"), work("b")];
  a1.its.own("9");
  tell(ringing("9"));
  a1.its.leave();
  tell(released("9"));
  assert.deepEqual(a2.look(), ["released 9"]);
  assert.deepEqual(b.look(), []);
});

Deno.test("a creator that went away before its call was made leaves it to its group", () => {
  const { work, tell } = router();
  const [a1, a2, b] = [work("a"), work("a"), work("b")];
  a1.its.leave();
  a1.its.own("9");
  tell(ringing("9"));
  assert.deepEqual(a2.look(), ["ringing 9"]);
  assert.deepEqual(b.look(), []);
});

Deno.test("a call without an owner is given like an incoming one at its first event", () => {
  const { work, tell } = router();
  const [a1, a2, b] = [work("a"), work("a"), work("b")];
  tell(ringing("9"));
  tell(released("9"));
  assert.deepEqual(a1.look(), ["ringing 9", "released 9"]);
  assert.deepEqual(a2.look(), []);
  assert.deepEqual(b.look(), ["ringing 9", "released 9"]);
});

Deno.test("a call that nobody is told of belongs to who comes first", () => {
  const { work, tell } = router();
  tell(ringing("9"));
  const [a, b] = [work("a"), work("b")];
  tell(played("9"));
  assert.deepEqual(a.look(), ["ringing 9", "play_completed 9"]);
  assert.deepEqual(b.look(), []);
});

Deno.test("a call that nobody was told of and that has ended stays in the log", () => {
  const { work, tell } = router();
  tell(ringing("9"), released("9"));
  const a = work("a");
  tell();
  assert.deepEqual(a.look(), []);
});

Deno.test("the fallback gets an incoming call only if no worker takes it", () => {
  const { work, fallBack, events, tell } = router();
  assert.equal(events.accepts(), false);
  const demo = fallBack();
  assert.equal(events.accepts(), true);
  tell(incoming("1"), ringing("9"));
  const a = work("a");
  tell(incoming("2"), played("1"));
  assert.deepEqual(demo.look(), ["incoming 1", "play_completed 1"]);
  assert.deepEqual(a.look(), ["ringing 9", "incoming 2"]);
});

Deno.test("an observer takes no calls", () => {
  const { observe, work, events } = router();
  observe();
  assert.equal(events.accepts(), false);
  const a = work("a");
  assert.equal(events.accepts(), true);
  a.its.leave();
  assert.equal(events.accepts(), false);
});

Deno.test("events held back come when the reply has left", () => {
  const { work, events, clock } = router();
  const a = work();
  const release = a.its.hold();
  events.publish(incoming("1"));
  clock.wind(1);
  assert.deepEqual(a.ids(), []);
  release();
  assert.deepEqual(a.ids(), []);
  clock.wind(1);
  assert.deepEqual(a.ids(), [1]);
});

Deno.test("a slow connection queues nothing, goes on when it can, in order", () => {
  const { work, tell, clock } = router();
  const slow = work("a");
  slow.backlog = 2 ** 21;
  for (let n = 0; n < 100; n++) tell(played("1"));
  assert.deepEqual(slow.ids(), []);
  slow.backlog = 0;
  clock.wind(100);
  assert.deepEqual(slow.ids(), Array.from({ length: 100 }, (_, n) => n + 1));
  assert.equal(slow.cutFor, null);
});

Deno.test("a connection that takes nothing is cut, nobody waits for it, its calls go on", () => {
  const { work, tell, clock } = router();
  const [dead, other] = [work("a"), work("a")];
  tell(incoming("1"), incoming("2"));
  dead.look();
  dead.backlog = 2 ** 21;
  tell(played("1"), played("2"));
  assert.deepEqual(other.look(), ["incoming 2", "play_completed 2"]);
  clock.wind(10_100);
  assert.equal(dead.cutFor, "too slow");
  dead.its.leave();
  clock.wind(1);
  assert.deepEqual(other.look(), ["play_completed 1"]);
  assert.equal(clock.pending, 0);
});

Deno.test("a new call passes a connection by that is behind", () => {
  const { work, tell } = router();
  const [slow, quick] = [work("a"), work("a")];
  tell(incoming("1"), incoming("2"));
  slow.backlog = 2 ** 21;
  tell(played("1"));
  quick.look();
  tell(incoming("3"), incoming("4"));
  assert.deepEqual(quick.look(), ["incoming 3", "incoming 4"]);
});

Deno.test("a long replay is delivered whole and in order", () => {
  const { observe, tell, work } = router();
  work("a");
  for (let n = 0; n < 500; n++) tell(played(`${n % 7}`));
  const late = observe(0);
  tell();
  assert.deepEqual(late.ids(), Array.from({ length: 500 }, (_, n) => n + 1));
});

Deno.test("a creator is told of what it created alone, and counts for no application", () => {
  const { events, tell, clock, work } = router();
  const sink = new KeepingSink();
  const its = events.join(sink, { kind: "creator" });
  assert.equal(events.accepts(), false);
  tell(incoming("1"));
  events.publish(ringing("9"));
  its.own("9");
  clock.wind(1);
  assert.deepEqual(sink.look(), ["ringing 9"]);
  const worker = work();
  tell(released("9"), released("1"));
  assert.deepEqual(sink.look(), ["released 9"]);
  assert.deepEqual(worker.look(), ["incoming 1", "released 1"]);
});

Deno.test("who created a call and says so again is told all of it, and owns it from then on", () => {
  const { work, tell } = router();
  const [first, second] = [work("a"), work("a")];
  first.its.own("1");
  tell(ringing("1"));
  second.its.adopt("1");
  tell(released("1"));
  assert.deepEqual(first.look(), ["ringing 1"]);
  assert.deepEqual(second.look(), ["ringing 1", "released 1"]);
});

Deno.test("adopting what one owns, or what nobody knows, changes nothing", () => {
  const { work, tell } = router();
  const one = work("a");
  one.its.own("1");
  tell(ringing("1"));
  one.its.adopt("1");
  one.its.adopt("2");
  tell(released("1"));
  assert.deepEqual(one.look(), ["ringing 1", "released 1"]);
});

Deno.test("a connection that has a name takes the place of the one that had it, dead or alive", () => {
  const { events, tell, work } = router();
  const named = (after: number | null) => {
    const sink = new KeepingSink();
    const audience = {
      kind: "worker",
      group: "a",
      after,
      client: "c",
    } as const;
    return Object.assign(sink, { its: events.join(sink, audience) });
  };
  const first = named(null);
  const other = work("a");
  tell(incoming("1"), played("1"), incoming("2"));
  assert.deepEqual(first.look(), ["incoming 1", "play_completed 1"]);
  const second = named(1);
  tell(released("1"), released("2"));
  assert.deepEqual(second.look(), ["play_completed 1", "released 1"]);
  assert.deepEqual(other.look(), ["incoming 2", "released 2"]);
  assert.equal(first.cutFor, "another connection took its place");
  first.its.leave();
  assert.equal(events.subscribers, 2);
  tell(incoming("3"), incoming("4"));
  assert.deepEqual([first.look(), second.look().length], [[], 1]);
});
