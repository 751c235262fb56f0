/// The running program: [Serve] puts its parts together in one method and owns the order in which
/// they start and stop. The logging set-up, the wiring of the certificate and the reload of
/// `--config` stand beside it.
@NullMarked
package io.pullcheck.serve;

import org.jspecify.annotations.NullMarked;
