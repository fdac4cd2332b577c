import { inRoom } from "./in_room.ts";
import { invited } from "./invited.ts";

const [ANNA, BEN] = ["6001", "6002"];

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
    { settings: { CTI_CODECS: "pcma,pcmu,gsm,dvi4,opus" } },
  );
}
