/**
 * A quarter of a second of 1 kHz as Opus packets of 20 ms, with 312 samples to
 * be skipped; made with ffmpeg's libopus.
 */
export const OPUS_TONE: readonly Uint8Array[] = [
  "eIP4GrUNSPSGywwvi2fjNLlv3lupO6dfis4nMmgZbeU0ujCBCgj+ah5Uq+yJLfM6al5mdtCxFbFncHfX",
  "eKjMaYfGJgJQ8lavQCg2kbuL26D4Y0BsZWM5wAiEv88NxASpkQPCRO6rDLOjE2DJdxXRpYAAbA==",
  "eKFC6M2a9B9iZ5lP0K56HnjremVNUDoCO472fjYw17oYCeqarKd0vZfEwx/A6RaZTcI31Yoj0/C8tVlR",
  "eKFC6M2a9B9iZ5iph5n3Xr1LOavRE/NeLwmbX6AhWuWh7S57kDqR6Fgxb1PPDIYgQ4T/TvPi/Qa8tVlR",
  "eKFC6M2a9B9iZ48uYlL5WtjYfDtgQnzGwXLzt0sGQWp1qzx3WoLct8d6aS342fViADPX5tfc3cKtag==",
  "eKFC6M2a9B9iZ4+bzUDaecNBs9FAqSoRQ++H9lx85uUvXX9g1ZiDGcS2GDmbYD4QRLbFXp6TWNro7RtnUsW2ag==",
  "eKFC6M2a9B9iZ47zVKS/qjuygxpj1VuF0SD9A2IYR0lZougGbLgRUcvCUaVyvZzKMiteWhPhGUAmujy1WU0=",
  "eKFC6M2a9B9iZ48uYmCxPtmt9ErlxShov0ODBfRBPVq9gStTKj3ye5s7utIeLaZi0YSt+lgfdfWAAHU=",
  "eKFC6M2a9B9iZ4+afT+PU3uH3MhwfpnUSCKzpymm/dzl0Ytw5Dd6BuOcPWeLW7wWSH3NRZEBIgwMZFUdwq1q",
  "eKFC6M2a9B9iZ4+afgg6jd17kUHnWE+FnZ2y3fyDxjlHqybnfhWqiDQQClS/7eu/PVtXu2foOdsCmrrW9Q==",
  "eKKLSM2a9B9iZ5lOcR9pIqIbRFfKP9htBPYxavkrRk4PDzXlC5SrBE+qbtHvn/qihA3e3iuqVid/XrXe3cKtYg==",
  "eKKLSM2a9B9iZ5YRqGg46sISwPX260sIiBPK0tlgLO0mSsBRidBeEofmW+Qr0buKPFoHpLBzY1gyi7Fi2zU=",
  "eKVi8B7OVbX2CKT2898fsuyjzs2dCQgwIT5HSum5gp95WKCX7MeMu1a4JatX",
].map((packet) => Uint8Array.from(atob(packet), (c) => c.charCodeAt(0)));
