import assert from "node:assert/strict";
import { OfferState } from "../../runtime/sip/offer_state.ts";

Deno.test("RFC 3264 §4: an answer closes an offer, whoever made it", () => {
  const offers = new OfferState();
  offers.weDescribe();
  assert.equal(offers.stage, "ours");
  offers.theyDescribe();
  assert.equal(offers.isStable, true);
  offers.theyDescribe();
  assert.equal(offers.stage, "theirs");
  offers.weDescribe();
  assert.equal(offers.isStable, true);
});

Deno.test("RFC 3311 §5.2: an offer gets 491 while ours is open, 500 while theirs is", () => {
  const offers = new OfferState();
  assert.equal(offers.objection, null);
  offers.weDescribe();
  assert.equal(offers.objection, 491);
  offers.refused();
  offers.theyDescribe();
  assert.equal(offers.objection, 500);
});

Deno.test("RFC 6337 §2: a description that is said again closes and opens nothing", () => {
  const offers = new OfferState("ours");
  offers.weDescribe();
  assert.equal(offers.stage, "ours");
  offers.theyDescribe();
  offers.theyDescribe();
  offers.theyDescribe();
  assert.equal(offers.stage, "theirs");
});
