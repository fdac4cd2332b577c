import { Application } from "../support/application.ts";
import type { Members } from "../support/dialect.ts";

/** What begins the numbers of calls that are told what to do. */
const OWN = "desk";
const ANSWER = { max_answer_seconds: 30 };

/** Does to some calls what their number says, to others what it is told. */
export class LeakDesk {
  readonly app: Application;
  readonly #answered = new Map<string, (resId: string) => void>();
  #users = 0;

  private constructor(app: Application) {
    this.app = app;
    app.on("incoming", ({ res_id, to_uri }) => this.#meet(res_id, `${to_uri}`));
    app.on("answer_completed", ({ res_id, user_data }) => {
      this.#answered.get(user_data)?.(res_id);
      this.#answered.delete(user_data);
    });
  }

  static async open(rpc: string): Promise<LeakDesk> {
    return new LeakDesk(await Application.connect(rpc));
  }

  /** A number that nobody has called, and its call once that is answered. */
  expect(): { user: string; answered: Promise<string> } {
    const user = `${OWN}${++this.#users}`;
    const { promise, resolve } = Promise.withResolvers<string>();
    this.#answered.set(user, resolve);
    return { user, answered: promise };
  }

  /** Hangs up a call that may be over. */
  drop(res_id: string, more: Members = {}): Promise<Members> {
    return this.app.ask("drop", { res_id, ...more });
  }

  #meet(res_id: string, to: string): void {
    const user = /sip:([^@]*)@/.exec(to)?.[1] ?? "";
    if (user.includes("ringing")) return;
    if (user.includes("refused")) this.#tell("drop", { res_id, cause: 486 });
    else this.#tell("answer", { res_id, user_data: user, ...ANSWER });
    if (!user.includes("dropped")) return;
    void this.app.event("answer_completed", res_id)
      .then(() => this.#tell("drop", { res_id }));
  }

  /** The caller may be gone already. */
  #tell(method: string, params: Members): void {
    void this.app.ask(method, params);
  }
}
