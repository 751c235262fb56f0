package io.pullcheck.kubernetes;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which rights the API server denies us now: one log line when that is found out, one when the
/// right is there, and a set for the metrics. What needs a missing right degrades, and tries again
/// now and then.
public final class MissingRights {

  private static final Logger log = LoggerFactory.getLogger(MissingRights.class);

  private final Set<Right> missing = new ConcurrentSkipListSet<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  public void denied(Right right) {
    if (missing.add(right)) {
      log.atWarn().addKeyValue("right", right).log("right missing; what needs it is off");
      listeners.forEach(Runnable::run);
    }
  }

  public void granted(Right right) {
    if (missing.remove(right)) {
      log.atInfo().addKeyValue("right", right).log("right granted");
      listeners.forEach(Runnable::run);
    }
  }

  public boolean contains(Right right) {
    return missing.contains(right);
  }

  public void onChange(Runnable listener) {
    listeners.add(listener);
  }
}
