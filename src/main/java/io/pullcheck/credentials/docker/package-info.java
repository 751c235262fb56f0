/// Docker configs: their formats, the rules by which the kubelet looks a credential up in them, and
/// the credential helpers of a docker user.
@NullMarked
package io.pullcheck.credentials.docker;

import org.jspecify.annotations.NullMarked;
