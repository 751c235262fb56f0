/// What a node would log in with: the keyring of the kubelet over pull secrets and the sources of
/// credentials that a node has of its own.
@NullMarked
package io.pullcheck.credentials;

import org.jspecify.annotations.NullMarked;
