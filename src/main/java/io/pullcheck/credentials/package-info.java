/// What a node would log in with: the kubelet's keyring rules over docker configs, pull secrets and
/// credential provider plugins.
@NullMarked
package io.pullcheck.credentials;

import org.jspecify.annotations.NullMarked;
