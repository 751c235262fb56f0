/// The objects of the cluster that are our own: the Secret of the CA, the caBundle of the webhook
/// configuration, the Lease and the Events.
@NullMarked
package io.pullcheck.kubernetes.own;

import org.jspecify.annotations.NullMarked;
