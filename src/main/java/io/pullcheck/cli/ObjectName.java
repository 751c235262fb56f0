package io.pullcheck.cli;

import io.pullcheck.config.UsageError;
import java.util.regex.Pattern;

/// Names of objects, by the rules of Kubernetes (apimachinery's `validation.go`): what the API
/// server would refuse is refused at the start.
final class ObjectName {

  private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final Pattern ONE_LABEL = Pattern.compile(LABEL);
  private static final Pattern LABELS = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
  private static final int LONGEST_LABEL = 63;
  private static final int LONGEST = 253;

  private ObjectName() {}

  /// The name of a namespace or a Service.
  static String label(String flag, String name) {
    if (name.length() > LONGEST_LABEL || !ONE_LABEL.matcher(name).matches()) {
      throw refused(flag, name, "a-z, 0-9 and - inside, 63 characters at most");
    }
    return name;
  }

  /// The name of any other object.
  static String subdomain(String flag, String name) {
    if (name.length() > LONGEST || !LABELS.matcher(name).matches()) {
      throw refused(flag, name, "a-z, 0-9, and - or . inside, 253 characters at most");
    }
    return name;
  }

  private static UsageError refused(String flag, String name, String allowed) {
    return UsageError.value(name, "is not a name in Kubernetes", allowed).at(flag);
  }
}
