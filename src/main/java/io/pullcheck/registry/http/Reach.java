package io.pullcheck.registry.http;

/// How far a request may reach, beyond what [AddressRules] say of every request.
public enum Reach {
  /// Wherever the address rules allow: a registry, and the token servers that are its own.
  ANYWHERE,
  /// By HTTPS with a certificate that is verified: a host that somebody else has named.
  VERIFIED,
  /// Like [#VERIFIED], and only to hosts all of whose addresses are public.
  VERIFIED_PUBLIC
}
