package io.pullcheck.registry;

import io.pullcheck.model.Credential;
import io.pullcheck.registry.limit.HostPermit;
import java.util.Optional;

/// Who is asked, and as whom.
///
/// @param credential nothing: anonymously
record RequestContext(
    ManifestCheck.Shared shared,
    Origin origin,
    Optional<Credential> credential,
    HostPermit visit) {}
