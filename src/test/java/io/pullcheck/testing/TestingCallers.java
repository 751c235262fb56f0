package io.pullcheck.testing;

import io.pullcheck.model.Caller;
import io.pullcheck.model.Urgency;

/// On whose behalf tests ask where that is not what they are about.
public final class TestingCallers {

  public static final Caller URGENT = urgent("shop");
  public static final Caller RECHECK = recheck("shop");

  private TestingCallers() {}

  public static Caller urgent(String namespace) {
    return new Caller(namespace, Urgency.NEW);
  }

  public static Caller review(String namespace) {
    return new Caller(namespace, Urgency.REVIEW);
  }

  public static Caller recheck(String namespace) {
    return new Caller(namespace, Urgency.RECHECK);
  }
}
