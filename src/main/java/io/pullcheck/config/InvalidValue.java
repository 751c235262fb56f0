package io.pullcheck.config;

/// A value that the configuration cannot take. Its message is one line that quotes the value and
/// says what is allowed; whoever knows the flag or the place in a file puts that in front.
public final class InvalidValue extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidValue(String value, String problem, String allowed) {
    super("'" + printable(value) + "' " + problem + " (allowed: " + allowed + ")");
  }

  private static String printable(String value) {
    String shown = value.length() <= 100 ? value : value.substring(0, 100) + "…";
    return shown.replaceAll("\\p{Cntrl}", "?");
  }
}
