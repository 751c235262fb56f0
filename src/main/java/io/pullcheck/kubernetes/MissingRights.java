package io.pullcheck.kubernetes;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which rights the API server denies us now. There is one log line when a right turns out to be
/// missing, and one when it is granted. A part of the program that lacks a right does without, and
/// tries again from time to time. Safe for use by many threads.
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
