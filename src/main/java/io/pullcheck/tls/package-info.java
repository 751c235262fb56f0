/// The certificate authority and the serving certificate of the webhook, and their rotation; the
/// clock is an argument.
@NullMarked
package io.pullcheck.tls;

import org.jspecify.annotations.NullMarked;
