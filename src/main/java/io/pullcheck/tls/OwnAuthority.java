package io.pullcheck.tls;

import io.pullcheck.kubernetes.own.CaBundle;
import io.pullcheck.kubernetes.own.VersionedSecret;
import io.pullcheck.kubernetes.own.VersionedSecret.Version;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `--tls-mode=self`: our own CA is kept in a Secret, from which all replicas read it, and each
/// replica signs a serving certificate for itself, which it keeps in memory.
///
/// A Secret that was deleted or is not readable is written again from what this replica last read,
/// because API servers trust that CA already. A new CA is made only if there is no such one.
public final class OwnAuthority implements CertificateSource {

  private static final Logger log = LoggerFactory.getLogger(OwnAuthority.class);
  private static final int ATTEMPTS = 5;

  private final VersionedSecret secret;
  private final CaBundle caBundle;
  private final List<String> names;
  private final BooleanSupplier leads;
  private final ServingTls tls;
  private @Nullable Stored known;
  private @Nullable CertificateAuthority shown;

  /// @param names DNS names and IP addresses of the server; see [#serviceNames]
  /// @param leads whether this replica may rotate the CA now; every replica may create and repair
  ///   the Secret
  public OwnAuthority(
      VersionedSecret secret,
      CaBundle caBundle,
      List<String> names,
      BooleanSupplier leads,
      ServingTls tls) {
    this.secret = secret;
    this.caBundle = caBundle;
    this.names = List.copyOf(names);
    this.leads = leads;
    this.tls = tls;
  }

  /// The DNS names of a Service.
  public static List<String> serviceNames(String service, String namespace) {
    String inNamespace = service + "." + namespace;
    return List.of(service, inNamespace, inNamespace + ".svc", inNamespace + ".svc.cluster.local");
  }

  @Override
  public void refresh(Instant now) throws IOException {
    Stored stored = load(now);
    known = stored;
    tls.trust(stored.state().certificates());
    boolean published = false;
    try {
      published = caBundle.publish(stored.state().bundle());
    } finally {
      serve(stored.state().signer(), now);
    }
    Optional<Rotation.Step> step =
        leads.getAsBoolean() ? Rotation.due(stored.state(), published, now) : Optional.empty();
    if (step.isPresent() && write(Optional.of(stored.version()), step.get().after())) {
      log.atInfo().addKeyValue("step", step.get().what()).log("CA rotation");
      refresh(now);
    }
  }

  private record Stored(CaState state, Version version) {

    boolean is(Version other) {
      return version.resourceVersion().equals(other.resourceVersion());
    }
  }

  /// Reads the Secret, and creates or repairs it if that is necessary.
  private Stored load(Instant now) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<Version> version = secret.read();
      Optional<CaState> state = version.flatMap(this::state).filter(ca -> usable(ca, now));
      if (state.isPresent()) {
        return new Stored(state.get(), version.orElseThrow());
      }
      if (write(version, repaired(version, now))) {
        log.atInfo()
            .addKeyValue("secret", secret)
            .log(version.isEmpty() ? "CA secret created" : "CA secret repaired");
      }
    }
    throw new IOException(secret + " is being changed by others again and again");
  }

  private Optional<CaState> state(Version version) {
    if (known != null && known.is(version)) {
      return Optional.of(known.state());
    }
    try {
      return Optional.of(CaState.of(version.content()));
    } catch (Pem.Malformed e) {
      log.atWarn().addKeyValue("problem", e.getMessage()).log("CA secret is unusable");
      return Optional.empty();
    }
  }

  /// What to write to a Secret that holds no usable state: a CA that API servers trust already, if
  /// one is known.
  private CaState repaired(Optional<Version> version, Instant now) {
    return Optional.ofNullable(known)
        .map(Stored::state)
        .or(() -> version.flatMap(OwnAuthority::signer).map(CaState::of))
        .filter(state -> usable(state, now))
        .orElseGet(() -> CaState.of(CertificateAuthority.create(now)));
  }

  private static Optional<CertificateAuthority> signer(Version version) {
    try {
      return Optional.of(CaState.signerOf(version.content()));
    } catch (Pem.Malformed e) {
      return Optional.empty();
    }
  }

  private static boolean usable(CaState state, Instant now) {
    return !state.signer().expired(now);
  }

  private boolean write(Optional<Version> was, CaState state) throws IOException {
    return secret.write(was, state.content(), CaState.KEYS);
  }

  private void serve(CertificateAuthority signer, Instant now) {
    boolean good =
        signer.equals(shown)
            && tls.current().filter(serving -> now.isBefore(renewal(serving))).isPresent();
    if (!good) {
      tls.use(signer.issue(names, now));
      shown = signer;
      log.atInfo().addKeyValue("until", tls.notAfter().orElseThrow()).log("certificate issued");
    }
  }

  /// When the serving certificate is to be replaced: at two thirds of its validity.
  private static Instant renewal(ServingCertificate serving) {
    Duration life = Duration.between(serving.notBefore(), serving.notAfter());
    return serving.notBefore().plus(life.multipliedBy(2).dividedBy(3));
  }
}
