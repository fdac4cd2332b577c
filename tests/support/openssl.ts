import { run } from "./program.ts";

/** PEM files. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

const KEY = ["-newkey", "rsa:2048", "-nodes", "-days", 30];

/** A root that signs itself, as `openssl req -x509` makes it. */
export async function selfSignedBy(
  folder: string,
  name: string,
  altNames?: string,
): Promise<KeyPair> {
  const [cert, key] = [`${folder}/${name}.pem`, `${folder}/${name}.key`];
  const names = altNames ? ["-addext", `subjectAltName=${altNames}`] : [];
  const out = ["-subj", `/CN=${name}`, "-keyout", key, "-out", cert];
  await run("openssl", ["req", "-x509", ...KEY, ...out, ...names]);
  return { cert, key };
}

/** A certificate with these extensions, signed by another. */
export async function signedBy(
  issuer: KeyPair,
  folder: string,
  name: string,
  extensions: string,
): Promise<KeyPair> {
  const path = (kind: string) => `${folder}/${name}.${kind}`;
  const [cert, key] = [path("pem"), path("key")];
  await Deno.writeTextFile(path("ext"), extensions);
  const out = ["-subj", `/CN=${name}`, "-keyout", key, "-out", path("csr")];
  await run("openssl", ["req", ...KEY.slice(0, 3), ...out]);
  const by = ["-CA", issuer.cert, "-CAkey", issuer.key, "-CAcreateserial"];
  const made = ["-out", cert, "-days", 30, "-extfile", path("ext")];
  await run("openssl", ["x509", "-req", "-in", path("csr"), ...by, ...made]);
  return { cert, key };
}
