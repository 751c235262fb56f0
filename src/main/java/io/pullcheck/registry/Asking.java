package io.pullcheck.registry;

import io.pullcheck.image.Credential;
import java.util.Optional;

/// Who is asked, and as whom.
///
/// @param credential nothing: anonymously
record Asking(
    ManifestCheck.Shared shared, Origin origin, Optional<Credential> credential, Visit visit) {}
