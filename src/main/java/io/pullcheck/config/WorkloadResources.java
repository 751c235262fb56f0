package io.pullcheck.config;

import io.pullcheck.workload.WorkloadKind;
import io.pullcheck.workload.WorkloadObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Resources that only the configuration knows to have pod specs, as rows of the table of kinds:
/// `argoproj.io/v1alpha1/rollouts:spec.template.spec`.
///
/// @param rows have no kind yet; several may have one resource
public record WorkloadResources(List<WorkloadKind> rows) {

  public static final WorkloadResources NONE = new WorkloadResources(List.of());

  private static final String ALLOWED =
      "GROUP/VERSION/RESOURCE:PATH, such as argoproj.io/v1alpha1/rollouts:spec.template.spec";
  private static final String LABEL = "[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?";
  // A step is a name that CEL can select, because the webhook's conditions have the path, too.
  private static final String STEP = "[A-Za-z_][A-Za-z0-9_]{0,62}";
  private static final Pattern FORM =
      Pattern.compile(
          "(%1$s(?:\\.%1$s){1,8})/(%1$s)/(%1$s):(%2$s(?:\\.%2$s){0,15})".formatted(LABEL, STEP));

  public WorkloadResources {
    rows = List.copyOf(rows);
  }

  /// Reads values of `--workload-resource`. One that comes twice counts once.
  ///
  /// @throws UsageError if one is not `GROUP/VERSION/RESOURCE:PATH`, or cannot be looked at
  public static WorkloadResources parse(List<String> values) {
    Set<WorkloadKind> rows = new LinkedHashSet<>();
    for (String value : values) {
      WorkloadKind row = row(value);
      otherVersion(row, rows).ifPresent(other -> refuseVersions(value, other));
      rows.add(row);
    }
    return new WorkloadResources(List.copyOf(rows));
  }

  private static WorkloadKind row(String value) {
    Matcher parts = FORM.matcher(value);
    if (!parts.matches()) {
      throw UsageError.value(value, problem(value), ALLOWED);
    }
    WorkloadKind row =
        WorkloadKind.ofResource(parts.group(1), parts.group(2), parts.group(3), parts.group(4));
    for (String step : row.podSpecPath().split("\\.", -1)) {
      if (WorkloadObject.reads(step)) {
        throw UsageError.value(
            value,
            "goes through " + step + ", which is a value and not an object in what Pullcheck reads",
            "a path of other names");
      }
    }
    return row;
  }

  private static String problem(String value) {
    if (value.contains("[") || value.contains("*")) {
      return "goes through a list, in which Pullcheck cannot follow a path";
    }
    boolean builtIn =
        WorkloadKind.BUILT_IN.stream()
            .anyMatch(
                kind -> (value + ":").startsWith(kind.apiVersion() + "/" + kind.plural() + ":"));
    return builtIn ? "is a kind of Kubernetes itself, which --kinds has" : "is not such a resource";
  }

  private static Optional<WorkloadKind> otherVersion(WorkloadKind row, Set<WorkloadKind> rows) {
    return rows.stream()
        .filter(other -> other.resource().equals(row.resource()))
        .filter(other -> !other.version().equals(row.version()))
        .findFirst();
  }

  // The API server gives every object in each version.
  private static void refuseVersions(String value, WorkloadKind other) {
    throw UsageError.value(
        value,
        "is also given as " + other.version() + ", so its objects would count twice",
        "one version of a resource");
  }
}
