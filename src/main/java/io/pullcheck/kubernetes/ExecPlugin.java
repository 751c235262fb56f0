package io.pullcheck.kubernetes;

import io.fabric8.kubernetes.api.model.ExecConfig;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The credential plugin (`exec`) of a kubeconfig's user. kubectl starts it with its arguments as
/// they are; fabric8 has a shell start it
/// (`KubeConfigUtils#getAuthenticatorCommandFromExecConfig`), so what means something to a shell is
/// escaped here before.
final class ExecPlugin {

  // fabric8 looks for the command in PATH as it is written, so it cannot be escaped.
  private static final Pattern COMMAND = Pattern.compile("[A-Za-z0-9_./:=@%+, -]+");
  private static final Pattern SHELL = Pattern.compile("[\\x00-\\x7f&&[^A-Za-z0-9_./:=@%+,-]]");
  private static final Pattern SHELL_IN_QUOTES = Pattern.compile("[$`\\\\]");
  private static final String ESCAPED = "\\\\$0";

  private ExecPlugin() {}

  /// Changes the arguments, so that the plugin gets them as they are now.
  ///
  /// @return why that cannot be done
  static Optional<String> escape(ExecConfig exec) {
    if (exec.getCommand() == null || !COMMAND.matcher(exec.getCommand()).matches()) {
      return Optional.of("exec.command may have letters, digits, spaces and _./:=@%+,- alone");
    }
    List<String> arguments = exec.getArgs() == null ? List.of() : exec.getArgs();
    if (arguments.stream().anyMatch(each -> each == null || each.isEmpty() || isLost(each))) {
      return Optional.of("exec.args may neither be empty nor have line breaks");
    }
    exec.setArgs(arguments.stream().map(ExecPlugin::escaped).toList());
    return Optional.empty();
  }

  private static boolean isLost(String argument) {
    return argument.indexOf('\n') >= 0;
  }

  // fabric8 puts an argument with one of these into double quotes, and escapes those within it.
  private static String escaped(String argument) {
    boolean quoted = argument.contains(" ") || argument.contains("\"") || argument.contains("'");
    return (quoted ? SHELL_IN_QUOTES : SHELL).matcher(argument).replaceAll(ESCAPED);
  }
}
