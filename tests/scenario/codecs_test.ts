import { inRoom } from "./in_room.ts";
import { conference, invited } from "./invited.ts";

const NAMES = ["6001", "6002", "6003"] as const;
const [ANNA, BEN, CARL] = NAMES;
const settings = { CTI_CODECS: "pcma,pcmu,gsm,dvi4,opus" };

/** What a telephone speaks, and how close to the tone it is heard then. */
const CODECS = ["pcmu", "gsm", "dvi4", "opus"] as const;

for (const codec of CODECS) {
  inRoom(
    `a telephone that speaks ${codec} is heard by one that speaks A-law, and hears it`,
    async (room) => {
      const { app } = room;
      const anna = await invited(room, room.phone(ANNA));
      const phone = room.phone(BEN);
      const dial = { to_uri: phone.uri, max_answer_seconds: 1.5e3 };
      const { res_id } = await app.call("construct", dial);
      const ben = await phone.picksUp({ codecs: [codec] });
      await app.told("dial_completed", res_id);
      const bridge = { res_id: anna.res_id, call_res_id: res_id };
      await app.call("connect_start", { ...bridge, max_seconds: 60 });
      await Promise.all([anna.line.hears(BEN), ben.hears(ANNA)]);
    },
    { settings },
  );
}

inRoom(
  "telephones that speak Opus, A-law and GSM are in one conference, and each hears the others",
  async (room) => {
    const { app } = room;
    const conf_res_id = await conference(room, { max_seconds: 60 });
    const spoken = ["opus", "pcma", "gsm"] as const;
    const guests = await Promise.all(
      NAMES.map((name, n) =>
        invited(room, room.phone(name), { codecs: [spoken[n]] })
      ),
    );
    const enter = { conf_res_id, max_seconds: 60, voice_mode: 1 };
    for (const { res_id } of guests) {
      await app.call("conf_enter", { ...enter, res_id });
    }
    const heard = [[BEN, CARL], [ANNA, CARL], [ANNA, BEN]];
    await Promise.all(guests.map(({ line }, n) => line.hears(...heard[n])));
  },
  { settings },
);
