package io.pullcheck.cli;

import io.pullcheck.cli.ScanOutputFlags.Colours;
import io.pullcheck.config.BindAddress;
import io.pullcheck.config.EvictionMode;
import io.pullcheck.config.GoDuration;
import io.pullcheck.config.MetricsDetail;
import io.pullcheck.config.NamespaceLabel;
import io.pullcheck.config.ServeConfig.LogFormat;
import io.pullcheck.config.ServeConfig.LogLevel;
import io.pullcheck.config.ServeConfig.PullSecretAccess;
import io.pullcheck.config.ServeConfig.TlsMode;
import io.pullcheck.config.UsageError;
import io.pullcheck.config.Verification;
import io.pullcheck.config.WorkloadKinds;
import io.pullcheck.keep.KeepFormat;
import io.pullcheck.scan.report.Report;
import io.pullcheck.serve.Version;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command line: which commands there are, how the values of flags are read, and how an error
/// ends the program.
@Command(
    name = "pullcheck",
    description =
        "Warns a Kubernetes team, before it hurts, that an image can no longer be pulled.",
    mixinStandardHelpOptions = true,
    versionProvider = Commands.Versions.class)
public final class Commands {

  /// How the launcher says that kubectl has called it.
  private static final String PLUGIN = "kubectl-pullcheck";

  private static final int UNEXPECTED = 1;
  private static final int USAGE = 2;

  private static final Map<String, Class<?>> BY_NAME = new LinkedHashMap<>();

  static {
    BY_NAME.put("serve", ServeCommand.class);
    BY_NAME.put("scan", ScanCommand.class);
    BY_NAME.put("keep-list", KeepListCommand.class);
    BY_NAME.put("self-test", SelfTestCommand.class);
  }

  private Commands() {}

  /// Runs one command to its end.
  ///
  /// @return the exit status: see the README's table of commands
  public static int run(String[] args, PrintWriter out, PrintWriter err) {
    boolean plugin = args.length > 0 && args[0].equals(PLUGIN);
    if (plugin || (args.length > 0 && BY_NAME.containsKey(args[0]))) {
      TlsHeadStart.begin();
    }
    CommandLine commands = (plugin ? plugin() : commands(names(args))).setOut(out).setErr(err);
    List<String> words =
        plugin
            ? Arguments.normalisePlugin(Arrays.copyOfRange(args, 1, args.length), commands)
            : Arguments.normalise(args, commands);
    return commands.execute(words.toArray(String[]::new));
  }

  /// All of them.
  static CommandLine commands() {
    return commands(BY_NAME.keySet());
  }

  private static CommandLine commands(Set<String> names) {
    CommandLine commands = new CommandLine(new Commands());
    names.forEach(name -> commands.addSubcommand(BY_NAME.get(name)));
    return configured(commands);
  }

  // The one that is called: to learn the flags of all takes a tenth of a second.
  private static Set<String> names(String[] args) {
    String first = args.length > 0 ? args[0] : "";
    return BY_NAME.containsKey(first) ? Set.of(first) : BY_NAME.keySet();
  }

  /// `kubectl pullcheck`: a scan.
  private static CommandLine plugin() {
    return configured(new CommandLine(new ScanCommand(true)).setCommandName("kubectl pullcheck"));
  }

  private static CommandLine configured(CommandLine commands) {
    return commands
        .registerConverter(int.class, converter(Commands::wholeNumber))
        .registerConverter(Integer.class, converter(Commands::wholeNumber))
        .registerConverter(Double.class, converter(Commands::number))
        .registerConverter(Boolean.class, word(new Boolean[] {true, false}))
        .registerConverter(BindAddress.class, converter(BindAddress::parse))
        .registerConverter(GoDuration.class, converter(GoDuration::parse))
        .registerConverter(NamespaceLabel.class, converter(NamespaceLabel::parse))
        .registerConverter(MetricsDetail.class, converter(MetricsDetail::parse))
        .registerConverter(Verification.class, converter(Verification::parse))
        .registerConverter(WorkloadKinds.class, converter(WorkloadKinds::parse))
        .registerConverter(LogFormat.class, word(LogFormat.values()))
        .registerConverter(LogLevel.class, word(LogLevel.values()))
        .registerConverter(EvictionMode.class, word(EvictionMode.values()))
        .registerConverter(PullSecretAccess.class, word(PullSecretAccess.values()))
        .registerConverter(Report.class, word(Report.values()))
        .registerConverter(KeepFormat.class, word(KeepFormat.values()))
        .registerConverter(Colours.class, word(Colours.values()))
        .registerConverter(TlsMode.class, word(TlsMode.values()))
        .setUsageHelpAutoWidth(true)
        .setAbbreviatedOptionsAllowed(false)
        .setParameterExceptionHandler((e, args) -> usageError(e))
        .setExecutionExceptionHandler(Commands::executionError);
  }

  private static <T> ITypeConverter<T> converter(Function<String, T> parse) {
    return text -> {
      try {
        return parse.apply(text);
      } catch (UsageError e) {
        throw new TypeConversionException(e.getMessage());
      }
    };
  }

  // Picocli's own say what a value is not, but not what is allowed.
  private static int wholeNumber(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw UsageError.value(
          text, "is no whole number", "such as 8, " + Integer.MAX_VALUE + " at most");
    }
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw UsageError.value(text, "is no number", "such as 20 or 0.5");
    }
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
    String line =
        String.valueOf(e.getMessage()).lines().findFirst().orElse("bad usage") + nearest(e);
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

  private static String nearest(ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      return "";
    }
    String word = unmatched.getUnmatched().getFirst().replaceFirst("=.*", "");
    CommandLine command = e.getCommandLine();
    Set<String> known =
        word.startsWith("-")
            ? command.getCommandSpec().optionsMap().keySet()
            : command.getSubcommands().keySet();
    return Nearest.to(word, known).map(each -> "; did you mean " + each + "?").orElse("");
  }

  private static int executionError(Exception e, CommandLine command, ParseResult result) {
    if (e instanceof UsageError error) {
      command.getErr().println("pullcheck: " + error.getMessage());
      return error.exitStatus();
    }
    e.printStackTrace(command.getErr());
    return UNEXPECTED;
  }

  /// What `--version` prints.
  static final class Versions implements IVersionProvider {

    @Override
    public String[] getVersion() {
      return new String[] {"pullcheck " + Version.text()};
    }
  }
}
