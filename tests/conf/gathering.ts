import type { ConfEnterParameters } from "../../runtime/call/parameters.ts";
import type { Conference } from "../../runtime/conf/conference.ts";
import type { ConferenceParameters } from "../../runtime/conf/parameters.ts";
import type { FakeMix } from "../support/fake_media.ts";
import {
  CONF_ENTER,
  CONFERENCE,
  type Party,
  Rig,
  type RigEvent,
  settle,
} from "../call/rig.ts";

/** A conference of calls that are up. */
export class Gathering {
  readonly members: Party[] = [];

  private constructor(readonly rig: Rig, readonly conference: Conference) {}

  /** Opens a conference which so many calls have entered. */
  static async of(
    size: number,
    options: Partial<ConferenceParameters> = {},
    rig = new Rig(),
  ): Promise<Gathering> {
    const conference = rig.conferences.construct({ ...CONFERENCE, ...options });
    const gathering = new Gathering(rig, conference);
    for (let n = 0; n < size; n++) await gathering.enter();
    return gathering;
  }

  get mix(): FakeMix {
    return this.rig.media.mixes[0];
  }

  /** Another call comes and enters. */
  async enter(options: Partial<ConfEnterParameters> = {}): Promise<Party> {
    const party = await this.rig.inbound();
    party.call.confEnter(this.conference, { ...CONF_ENTER, ...options });
    this.members.push(party);
    await settle();
    return party;
  }

  /** The states of all that ever entered. */
  get states(): string[] {
    return this.members.map(({ call }) => call.state);
  }

  /** What was told of the conference and of leaving it, in order. */
  get told(): string[] {
    const names = this.members.map(({ call }) => call.resId);
    return this.rig.events.flatMap((event) => {
      if (event.type === "confCompleted") {
        return [`${names.indexOf(event.resId)} left: ${event.error}`];
      }
      return event.resId === this.conference.resId ? [event.type] : [];
    });
  }

  /** All events of this type. */
  all<Type extends RigEvent["type"]>(
    type: Type,
  ): Extract<RigEvent, { type: Type }>[] {
    return this.rig.events.filter((event) => event.type === type) as Extract<
      RigEvent,
      { type: Type }
    >[];
  }

  /** All is over, and nothing is left. */
  async end(): Promise<void> {
    this.rig.calls.dropAll();
    await this.rig.conferences.close();
    await this.rig.assertAtRest();
  }
}
