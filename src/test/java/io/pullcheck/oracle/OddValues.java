package io.pullcheck.oracle;

/// Odd values of which the generators choose.
final class OddValues {

  static final String[] TOKENS = {
    "\"token\":\"t\"",
    "\"access_token\":\"t\"",
    "\"token\":\"x\",\"access_token\":\"t\"",
    "\"token\":\"t\",\"access_token\":\"x\"",
    "\"token\":\"\",\"access_token\":\"t\"",
    "\"token\":\"t\",\"access_token\":\"\"",
    "\"token\":\"t\",\"access_token\":\"t\"",
    "\"token\":null,\"access_token\":\"t\"",
    "\"Token\":\"t\"",
    "\"ACCESS_TOKEN\":\"t\"",
    "\"token\":7",
    "\"token\":\"t\",\"token\":\"x\"",
    "\"token\":\"x\",\"token\":\"t\"",
    ""
  };

  static final String[] TOKEN_FIELDS = {
    ",\"expires_in\":300",
    ",\"expires_in\":\"300\"",
    ",\"expires_in\":300.0",
    ",\"expires_in\":null",
    ",\"expires_in\":-1",
    ",\"expires_in\":3e2",
    ",\"expires_in\":99999999999999999999",
    ",\"expires_in\":0",
    ",\"issued_at\":\"2026-01-01T00:00:00Z\"",
    ",\"issued_at\":\"2026-01-01T00:00:00.123+02:00\"",
    ",\"issued_at\":\"2026-01-01\"",
    ",\"issued_at\":\"\"",
    ",\"issued_at\":null",
    ",\"issued_at\":1700000000",
    ",\"issued_at\":\"2026-01-01 00:00:00\"",
    ",\"issued_at\":\"2026-01-01t00:00:00z\"",
    ",\"refresh_token\":5",
    ",\"refresh_token\":\"r\"",
    ",\"scope\":[]",
    ",\"scope\":\"s\"",
    ",\"Expires_In\":\"5\"",
    ",\"x\":{\"y\":[]}",
    ",\"expires_in\":true",
    ",\"issued_at\":\"2026-02-30T00:00:00Z\"",
    ",\"issued_at\":\"2026-01-01T24:00:00Z\""
  };

  static final String[] AROUND = {"%s x", "\uFEFF%s", "[%s]", " %s", "%s}", "null", "<html/>", ""};

  static final String[] SYSTEMS = {
    "\"Linux\"", "\"windows\"", "\"\"", "null", "\"unknown\"", "\"freebsd\"", "5"
  };

  static final String[] ARCHITECTURES = {
    "\"arm64\"",
    "\"x86_64\"",
    "\"x86-64\"",
    "\"AMD64\"",
    "\"aarch64\"",
    "\"386\"",
    "\"i386\"",
    "\"arm\"",
    "\"armhf\"",
    "\"armel\"",
    "\"\"",
    "null",
    "\"unknown\""
  };

  static final String[] VARIANTS = {
    ",\"variant\":\"v1\"",
    ",\"variant\":\"v2\"",
    ",\"variant\":\"v3\"",
    ",\"variant\":\"v6\"",
    ",\"variant\":\"v7\"",
    ",\"variant\":\"7\"",
    ",\"variant\":\"v8\"",
    ",\"variant\":\"8\"",
    ",\"variant\":\"v8.0\"",
    ",\"variant\":\"v9\"",
    ",\"variant\":\"9\"",
    ",\"variant\":\"V8\"",
    ",\"variant\":\"\"",
    ",\"variant\":null",
    ",\"variant\":1"
  };

  static final String[] PLATFORM_FIELDS = {
    ",\"os.version\":\"10.0.17763.1\"",
    ",\"os.version\":\"10.0.20348.1\"",
    ",\"os.version\":\"10.0.26100.1\"",
    ",\"os.version\":\"x\"",
    ",\"os.features\":[\"win32k\"]",
    ",\"os.features\":[]",
    ",\"os.features\":[\"a\"]",
    ",\"os.features\":\"a\"",
    ",\"x\":{}"
  };

  static final String[] ENTRY_FIELDS = {
    ",\"annotations\":{\"a\":\"b\"}",
    ",\"annotations\":{\"a\":1}",
    ",\"annotations\":null",
    ",\"urls\":[]",
    ",\"urls\":\"a\"",
    ",\"data\":\"\"",
    ",\"data\":\"!\"",
    ",\"artifactType\":\"a/b\"",
    ",\"artifactType\":1",
    ",\"y\":[1,{}]"
  };

  /// REALM stands for the token server.
  static final String[] CHALLENGES = {
    "Bearer realm=\"REALM\",service=\"reg\",scope=\"repository:shop/cart:pull\"",
    "Bearer realm=\"REALM\"",
    "bearer REALM=\"REALM\"",
    "BEARER realm=\"REALM\"",
    "Bearer realm=REALM",
    "Bearer realm='REALM'",
    "Bearer",
    "Bearer service=\"reg\"",
    "Basic realm=\"r\"",
    "Basic",
    "Negotiate",
    "Digest realm=\"r\"",
    "Basic realm=\"r\", Bearer realm=\"REALM\"",
    "Bearer realm=\"REALM\", Basic realm=\"r\"",
    "Negotiate, Bearer realm=\"REALM\"",
    "Bearer service=\"a b\",realm=\"REALM\"",
    "Bearer realm=\"https://auth.x.example/\",realm=\"REALM\"",
    "Bearer realm=\"REALM\",realm=\"https://auth.x.example/\"",
    "Bearer realm=\"REALM\" service=\"reg\"",
    "Bearer realm=\"REALM\";service=\"reg\"",
    "Bearer realm = \"REALM\"",
    "Bearer  realm=\"REALM\"",
    "Bearer\trealm=\"REALM\"",
    "Bearer,realm=\"REALM\"",
    "Bearer realm=\"REALM",
    "Bearer realm=\"BACKSLASHED\"",
    "Bearer realm=\"\"",
    "Bearer realm=\"/token\"",
    "Bearer realm=\"auth.DOMAIN\"",
    "Bearer realm=\"REALM#x\"",
    "Bearer realm=\"REALM?a=b&c\"",
    "Bearer realm=\"REALM\",scope=\"\"",
    "Bearer realm=\"REALM\",scope=\"a b\"",
    "Bearer realm=\"REALM\",scope=\"repository:other:pull\"",
    "Bearer realm=\"REALM\",service=",
    "Bearer realm=\"REALM\",service",
    "Bearer realm=\"REALM\",error=\"invalid_token\"",
    "Bearer realm=\"REALM\",error=\"insufficient_scope\"",
    "Bearer realm=\"REALM\",,service=\"x\"",
    "Bearer ,realm=\"REALM\"",
    "Bearer realm=\"REALM\",",
    "",
    " Bearer realm=\"REALM\"",
    "Bearer error=\"\",realm=\"REALM\"",
    "Bearer realm=\"https://auth.DOMAIN/to ken\"",
    "Bearer realm=\"https://auth.DOMAIN\""
  };

  private OddValues() {}
}
