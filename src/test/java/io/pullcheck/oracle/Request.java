package io.pullcheck.oracle;

import java.util.Map;

/// A request as a scripted registry sees it.
///
/// @param host as it was connected to, without the port of HTTPS
/// @param target path and query
/// @param headers names in lower case
record Request(
    String method, String host, String target, Map<String, String> headers, String body) {

  String path() {
    return target.replaceFirst("\\?.*", "");
  }

  String authorization() {
    return headers.getOrDefault("authorization", "");
  }
}
