import type { Call } from "../client/mod.ts";

/** Where a service is a resource: by its id. */
export interface Identity {
  readonly resId: string;
  readonly processId: number;
}

const CALL = /^(.+)-sys\.call-(\d+)$/;

/**
 * Names a service, such as `ext.notify_call`, after the first call that it
 * makes: no other service has the same.
 */
export function identityOf(
  { resId }: Pick<Call, "resId">,
  kind: string,
): Identity {
  const [, node, processId] = CALL.exec(resId) ?? [];
  if (!processId) throw new TypeError(`${resId} is not the id of a call`);
  return {
    resId: `${node}-${kind}-${processId}`,
    processId: Number(processId),
  };
}
