/// The running program: [Assembly] puts its parts together in one method, and [Serve] owns the
/// order in which they start and stop. The set-up of the log, the webhook's certificate and the
/// reload of `--config` stand beside them.
@NullMarked
package io.pullcheck.serve;

import org.jspecify.annotations.NullMarked;
