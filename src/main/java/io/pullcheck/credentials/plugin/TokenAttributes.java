package io.pullcheck.credentials.plugin;

import io.pullcheck.config.UsageError;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The `tokenAttributes` of a provider, as written. They ask for the token of a service account,
/// which Pullcheck cannot have; they are only checked as the kubelet checks them.
record TokenAttributes(
    @Nullable String serviceAccountTokenAudience,
    @Nullable String cacheType,
    @Nullable Boolean requireServiceAccount,
    @Nullable List<@Nullable String> requiredServiceAccountAnnotationKeys,
    @Nullable List<@Nullable String> optionalServiceAccountAnnotationKeys) {

  private static final Set<String> CACHE_TYPES = Set.of("ServiceAccount", "Token");
  // `IsQualifiedName` of apimachinery, with upper case too.
  private static final Pattern ANNOTATION =
      Pattern.compile(
          "(?:(?=[^/]{1,253}/)[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?/)?[a-z0-9](?:[-a-z0-9_.]{0,61}[a-z0-9])?",
          Pattern.CASE_INSENSITIVE);

  /// @param apiVersion that of the provider
  /// @throws UsageError if the kubelet would refuse them
  void check(String apiVersion) {
    List<String> required = ProviderEntry.texts(requiredServiceAccountAnnotationKeys);
    List<String> optional = ProviderEntry.texts(optionalServiceAccountAnnotationKeys);
    refuse(
        serviceAccountTokenAudience == null || serviceAccountTokenAudience.isEmpty(),
        ".serviceAccountTokenAudience is missing");
    refuse(
        requireServiceAccount == null, ".requireServiceAccount is missing (allowed: true, false)");
    refuse(
        !apiVersion.equals(ProviderEntry.V1),
        " is only supported for apiVersion " + ProviderEntry.V1);
    refuse(
        Boolean.FALSE.equals(requireServiceAccount) && !required.isEmpty(),
        ".requireServiceAccount cannot be false when requiredServiceAccountAnnotationKeys is set");
    checkKeys("requiredServiceAccountAnnotationKeys", required);
    checkKeys("optionalServiceAccountAnnotationKeys", optional);
    for (String key : required) {
      refuse(
          optional.contains(key),
          ".optionalServiceAccountAnnotationKeys '" + key + "' is required already");
    }
    String type = cacheType == null ? "" : cacheType;
    refuse(
        !CACHE_TYPES.contains(type),
        ".cacheType '" + type + "' is not supported (allowed: ServiceAccount, Token)");
  }

  private static void checkKeys(String field, List<String> keys) {
    Set<String> seen = new HashSet<>();
    for (String key : keys) {
      refuse(
          !ANNOTATION.matcher(key).matches(), "." + field + " '" + key + "' is no annotation key");
      refuse(!seen.add(key), "." + field + " '" + key + "' is there twice");
    }
  }

  private static void refuse(boolean invalid, String problem) {
    if (invalid) {
      throw new UsageError("tokenAttributes" + problem);
    }
  }
}
