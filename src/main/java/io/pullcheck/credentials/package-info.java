/// The kubelet's keyring: which credentials a node would try for an image, from the workload's pull
/// secrets and from the node's own sources, Google's application default credentials among them.
@NullMarked
package io.pullcheck.credentials;

import org.jspecify.annotations.NullMarked;
