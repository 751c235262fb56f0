/// The credential provider plugins of the kubelet: their configuration, their protocol and the
/// cache of their answers.
@NullMarked
package io.pullcheck.credentials.plugin;

import org.jspecify.annotations.NullMarked;
