package io.pullcheck;

import io.pullcheck.config.BindAddress;
import io.pullcheck.config.GoDuration;
import io.pullcheck.config.InvalidFile;
import io.pullcheck.config.InvalidValue;
import io.pullcheck.config.NamespaceLabel;
import io.pullcheck.config.ServeConfig.LogFormat;
import io.pullcheck.config.ServeConfig.PullSecretAccess;
import io.pullcheck.config.ServeConfig.TlsMode;
import io.pullcheck.config.VerifyLevel;
import io.pullcheck.config.WorkloadKinds;
import io.pullcheck.scan.Report;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/// Where the program starts: picks the command, and turns what it throws into one line and an exit
/// status.
@Command(
    name = "pullcheck",
    description =
        "Warns a Kubernetes team, before it hurts, that an image can no longer be pulled.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {ServeCommand.class, ScanCommand.class, SelfTestCommand.class})
public final class Main {

  private static final int CANNOT_RUN = 1;
  private static final int USAGE = 2;

  private Main() {}

  public static void main(String[] args) {
    System.exit(run(args, writer(System.out), writer(System.err)));
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, stream.charset());
  }

  /// Runs one command to its end.
  ///
  /// @return the exit status: see the README's table of commands
  static int run(String[] args, PrintWriter out, PrintWriter err) {
    CommandLine commands = commands().setOut(out).setErr(err);
    return commands.execute(Arguments.normalise(args, commands).toArray(String[]::new));
  }

  static CommandLine commands() {
    return new CommandLine(new Main())
        .registerConverter(BindAddress.class, converter(BindAddress::parse))
        .registerConverter(GoDuration.class, converter(GoDuration::parse))
        .registerConverter(NamespaceLabel.class, converter(NamespaceLabel::parse))
        .registerConverter(VerifyLevel.class, converter(VerifyLevel::parse))
        .registerConverter(WorkloadKinds.class, converter(WorkloadKinds::parse))
        .registerConverter(LogFormat.class, word(LogFormat.values()))
        .registerConverter(PullSecretAccess.class, word(PullSecretAccess.values()))
        .registerConverter(Report.class, word(Report.values()))
        .registerConverter(TlsMode.class, word(TlsMode.values()))
        .setUsageHelpAutoWidth(true)
        .setAbbreviatedOptionsAllowed(false)
        .setParameterExceptionHandler((e, args) -> usageError(e))
        .setExecutionExceptionHandler(Main::executionError);
  }

  private static <T> ITypeConverter<T> converter(Function<String, T> parse) {
    return text -> {
      try {
        return parse.apply(text);
      } catch (InvalidValue e) {
        throw new TypeConversionException(e.getMessage());
      }
    };
  }

  private static <T> ITypeConverter<T> word(T[] words) {
    String allowed = Arrays.stream(words).map(Object::toString).collect(Collectors.joining(", "));
    return text ->
        Arrays.stream(words)
            .filter(each -> each.toString().equalsIgnoreCase(text))
            .findFirst()
            .orElseThrow(
                () -> new TypeConversionException("'" + text + "' (allowed: " + allowed + ")"));
  }

  private static int usageError(ParameterException e) {
    CommandLine command = e.getCommandLine();
    String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("bad usage");
    command
        .getErr()
        .println(
            "pullcheck: "
                + line
                + " (see "
                + command.getCommandSpec().qualifiedName()
                + " --help)");
    return USAGE;
  }

  private static int executionError(Exception e, CommandLine command, ParseResult result) {
    switch (e) {
      case InvalidFlag invalid -> say(command, String.valueOf(invalid.getMessage()));
      case InvalidConfiguration invalid -> say(command, String.valueOf(invalid.getMessage()));
      case InvalidFile invalid -> say(command, "--config: " + invalid.getMessage());
      case CannotRun cannot -> {
        say(command, String.valueOf(cannot.getMessage()));
        return CANNOT_RUN;
      }
      default -> {
        e.printStackTrace(command.getErr());
        return CANNOT_RUN;
      }
    }
    return USAGE;
  }

  private static void say(CommandLine command, String line) {
    command.getErr().println("pullcheck: " + line);
  }
}
