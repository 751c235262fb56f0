package io.pullcheck.kubernetes.own;

import java.io.IOException;

/// The CA certificates by which API servers verify our webhook's certificate: the field `caBundle`
/// of our own ValidatingWebhookConfiguration.
@FunctionalInterface
public interface CaBundle {

  /// Makes each entry of the configuration carry these certificates, and reads it back.
  ///
  /// @param pem one certificate or several
  /// @return whether all entries carry exactly them now; false too if there is no configuration
  /// @throws IOException if it cannot be read or written; the message is one line that says why
  boolean publish(String pem) throws IOException;
}
