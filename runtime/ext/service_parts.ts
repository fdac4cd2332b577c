import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import type { Client } from "../client/mod.ts";
import type { ExtEvent } from "../event/ext_events.ts";

/** What a service works with. */
export interface ServiceParts {
  readonly client: Client;
  readonly emit: (event: ExtEvent) => void;
  readonly clock: Pick<Clock, "date">;
  readonly log: Log;
}
