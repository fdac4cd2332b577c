import * as z from "zod";

/** Who may come in with a password. */
export interface User {
  readonly username: string;
  readonly password: string;
}

const USERNAME = "a user name: 1 to 128 characters, no colon";
const PASSWORD = "a password: 1 to 255 characters";

const username = z.string(USERNAME)
  .regex(/^[^\p{C}:]{1,128}$/u, USERNAME);
const password = z.string(PASSWORD).regex(/^[^\p{C}]{1,255}$/u, PASSWORD);

/** One of `CTI_SIP_USERS`: `user:password`, the password without a comma. */
export const USER: z.ZodType<User, string> = z.string()
  .transform((text) => {
    const [name] = text.split(":", 1);
    return { username: name, password: text.slice(name.length + 1) };
  })
  .pipe(z.object({ username, password }));

/** The shape of `users` in a configuration file: passwords by user. */
export const USERS = z.record(username, password, "passwords by user name")
  .transform((users) =>
    Object.entries(users).map(([username, password]): User => {
      return { username, password };
    })
  );
